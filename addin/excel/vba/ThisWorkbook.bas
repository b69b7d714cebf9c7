Option Explicit

Private isEnding As Boolean, isHalted As Boolean

Private Sub Workbook_Open()
    HikaeRegister
    HikaeOpened
End Sub

' Nothing of ours may run once the book is gone: Excel would open it again for that. But where Excel has yet to ask
' whether to save, a person may keep the book after all, and no event tells of it: the time of a book that is in front
' goes on until the book is really left.
Private Sub Workbook_BeforeClose(Cancel As Boolean)
    isEnding = True
    If Not ActiveWorkbook Is ThisWorkbook Then
        Halt
    ElseIf ActiveWorkbook.Saved Then
        Halt
    End If
End Sub

Private Sub Workbook_Deactivate()
    If isEnding Then Halt
End Sub

' What is to run is known to Excel by the name of the book: after that has changed it would open the old one.
Private Sub Workbook_BeforeSave(ByVal SaveAsUI As Boolean, Cancel As Boolean)
    If SaveAsUI Then Halt
End Sub

Private Sub Workbook_AfterSave(ByVal Success As Boolean)
    If Not isEnding Then GoOn
End Sub

Private Sub Workbook_Activate()
    Kept
End Sub

Private Sub Workbook_SheetActivate(ByVal Sh As Object)
    Kept
End Sub

Private Sub Workbook_SheetSelectionChange(ByVal Sh As Object, ByVal Target As Range)
    Kept
End Sub

Private Sub Kept()
    isEnding = False
    GoOn
End Sub

Private Sub Halt()
    isHalted = True
    HikaeClosing
End Sub

Private Sub GoOn()
    If Not isHalted Then Exit Sub
    isHalted = False
    HikaeOpened
End Sub
