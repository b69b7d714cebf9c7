Attribute VB_Name = "HikaeCells"
Option Explicit
Option Private Module

' What the cells of a workbook ask: one call of a worksheet function, and when they are to ask anew.

Private Const FUNCTIONS As String = "addin.excel.functions"
Private Const MOST_CELLS As Long = 500000
Private Const NOT_YET As Long = 513 ' a cell is not computed yet

Public HikaeIsOwing As Boolean ' whether some call had no answer that it may have later

' Returns what a worksheet function shows: a value, a block of values, or an error value; it never fails. A refused
' input is #VALUE!, no answer #N/A. Nothing is computed while the function wizard is open.
Public Function HikaeCall(ByVal functionName As String, ByVal arguments As Variant) As Variant
    Dim given() As Variant, answer As Variant, position As Long
    On Error GoTo Failed
    HikaeCall = CVErr(xlErrNA)
    If IsWizardOpen() Then
        HikaeIsOwing = True ' it looks open, too, while Excel computes a book that it is about to show
        Exit Function
    End If
    ReDim given(0 To UBound(arguments) + 1)
    given(0) = CountsFrom1904()
    For position = 0 To UBound(arguments)
        given(position + 1) = Handed(arguments(position))
    Next position
    answer = Answered(functionName, given)
    If VarType(answer) = vbLong Then answer = CVErr(answer)
    HikaeCall = answer
    Exit Function
Failed:
    If Err.Number = NOT_YET Then Exit Function ' Excel calls again once that is computed
    If HikaeEngine Is Nothing Then HikaeIsOwing = True
    If HikaeProblem = "" Then HikaeProblem = functionName & ": " & Err.Description
End Function

' Computes each sheet of a book that calls one of these functions, in front or not: Excel cannot know that what they
' read has changed.
Public Sub HikaeAskAnew(ByVal book As Workbook, ByVal functionNames As Variant)
    Dim sheet As Worksheet, wasSaved As Boolean, isDue As Boolean
    On Error Resume Next
    wasSaved = book.Saved
    For Each sheet In book.Worksheets
        isDue = False
        If sheet.UsedRange.CountLarge <= MOST_CELLS Then isDue = CallsOne(sheet.UsedRange.Formula, functionNames)
        If isDue Then
            sheet.EnableCalculation = False
            sheet.EnableCalculation = True ' from False to True: every formula of the sheet is due
        End If
    Next sheet
    HikaeCompute book
    book.Saved = wasSaved
End Sub

' Has a book computed; where Excel computes only when told to, no other one, which may take minutes. Twice then, as a
' sheet may refer to a later one.
Public Sub HikaeCompute(ByVal book As Workbook)
    Dim sheet As Worksheet, turn As Long
    If Application.Calculation <> xlCalculationManual Then
        Application.Calculate
        Exit Sub
    End If
    For turn = 1 To 2
        For Each sheet In book.Worksheets
            sheet.Calculate
        Next sheet
    Next turn
End Sub

' Returns what a function of the program answers. Fails where there is no program; why stands in `HikaeProblem`.
Private Function Answered(ByVal functionName As String, ByVal given As Variant) As Variant
    On Error GoTo Ended
    Answered = HikaeServer().CallUDF(FUNCTIONS, functionName, given)
    Exit Function
Ended:
    Set HikaeEngine = Nothing ' it may have ended: started anew, it is asked once more
    Answered = HikaeServer().CallUDF(FUNCTIONS, functionName, given)
End Function

' While the wizard is open the first button of this bar is grey: Excel itself has no better sign.
Private Function IsWizardOpen() As Boolean
    On Error Resume Next
    IsWizardOpen = Not Application.CommandBars("Standard").Controls(1).Enabled
End Function

Private Function CountsFrom1904() As Boolean
    If TypeName(Application.Caller) = "Range" Then
        CountsFrom1904 = Application.Caller.Worksheet.Parent.Date1904
    ElseIf ThisWorkbook.IsAddin Then ' such as the rule of a format, which names no cell
        CountsFrom1904 = ActiveWorkbook.Date1904
    Else
        CountsFrom1904 = ThisWorkbook.Date1904
    End If
End Function

' Returns an argument as it is handed over: a range always as rows of plain values, one that was left out as Null.
Private Function Handed(ByVal argument As Variant) As Variant
    Dim cells As Range
    If IsObject(argument) Then
        Set cells = argument
        If cells.Areas.Count > 1 Then
            Handed = CVErr(xlErrRef)
        Else
            Handed = RowsOf(Filled(cells))
        End If
    Else
        Select Case VarType(argument)
            Case vbDate, vbCurrency, vbDecimal
                Handed = CDbl(argument)
            Case Else
                Handed = argument
        End Select
    End If
End Function

' Returns the values of a range. Fails with NOT_YET where it has a formula that Excel has not computed yet, whose value
' looks like a blank cell's: Excel calls in any order, and again when it has.
Private Function RowsOf(ByVal cells As Range) As Variant
    Dim found As Variant, formulas As Variant, row As Long, column As Long
    found = AsRows(cells.Value2)
    RowsOf = found
    If cells.HasFormula = False Then Exit Function ' Null where some cells have one
    For row = 1 To UBound(found, 1)
        For column = 1 To UBound(found, 2)
            If IsEmpty(found(row, column)) Then
                If IsEmpty(formulas) Then formulas = AsRows(cells.Formula)
                If formulas(row, column) <> "" Then Err.Raise NOT_YET
            End If
        Next column
    Next row
End Function

Private Function AsRows(ByVal content As Variant) As Variant
    Dim single_(1 To 1, 1 To 1) As Variant
    AsRows = content
    If IsArray(content) Then Exit Function
    single_(1, 1) = content
    AsRows = single_
End Function

' Returns a range down to the last row in use: a whole column is mostly nothing.
Private Function Filled(ByVal cells As Range) As Range
    Dim used As Range
    Set Filled = cells
    If cells.CountLarge <= MOST_CELLS Then Exit Function
    Set used = Application.Intersect(cells, cells.Worksheet.UsedRange)
    If used Is Nothing Then
        Set Filled = cells.Rows(1)
    Else
        Set Filled = cells.Resize(used.Row + used.Rows.Count - cells.Row, cells.Columns.Count)
    End If
End Function

Private Function CallsOne(ByVal formulas As Variant, ByVal functionNames As Variant) As Boolean
    Dim formula As Variant, functionName As Variant
    For Each formula In AsRows(formulas)
        If Left$(formula, 1) = "=" Then
            For Each functionName In functionNames
                If InStr(1, formula, functionName, vbTextCompare) > 0 Then
                    CallsOne = True
                    Exit Function
                End If
            Next functionName
        End If
    Next formula
End Function
