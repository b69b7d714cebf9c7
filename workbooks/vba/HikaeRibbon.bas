Attribute VB_Name = "HikaeRibbon"
' The ribbon's buttons. Made from the registry: what is changed here is gone with the next build.
Option Explicit
Option Private Module

Public Sub OnImport(control As IRibbonControl)
    HikaeAct "IMPORT"
End Sub

Public Sub OnCheck(control As IRibbonControl)
    HikaeAct "CHECK"
End Sub

Public Sub OnCalculate(control As IRibbonControl)
    HikaeAct "CALCULATE"
End Sub

Public Sub OnApply(control As IRibbonControl)
    HikaeAct "APPLY"
End Sub

Public Sub OnSend(control As IRibbonControl)
    HikaeAct "SEND"
End Sub

Public Sub OnExport(control As IRibbonControl)
    HikaeAct "EXPORT"
End Sub

Public Sub OnRecord(control As IRibbonControl)
    HikaeAct "RECORD"
End Sub

Public Sub OnDeclare(control As IRibbonControl)
    HikaeAct "DECLARE"
End Sub

Public Sub OnDrill(control As IRibbonControl)
    HikaeAct "DRILL"
End Sub

Public Sub OnRetry(control As IRibbonControl)
    HikaeAct "RETRY"
End Sub

Public Sub OnErrors(control As IRibbonControl)
    HikaeShowErrors
End Sub
