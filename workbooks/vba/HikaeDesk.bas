Attribute VB_Name = "HikaeDesk"
Option Explicit
Option Private Module

' What is done at the desk: what a person presses, and what comes by itself when a book opens and as time goes on.

Private Const TIME_CELL As String = "HIKAE_ASOF"
Private Const OURS As String = "CDS_" ' with which the name of every function of ours begins
Private Const EVERY As Double = 30 ' seconds from one instant to the next, where the program does not say
Private Const AGAIN As Double = 10 ' seconds, while cells are copied that a write would let go of
Private Const SHOWN As Double = 60 ' seconds that a message stays below the sheet
Private Const LONGEST_SHOWN As Long = 255 ' Excel shows no longer one there
Private Const MOST_ERRORS As Long = 8 ' more do not fit on a screen
Private Const DAY_SECONDS As Double = 86400
Private Const NOBODY As Long = 64 ' the icon of a message that asks for nothing
Private Const WARNING As Long = 48

Private message As String, messageUntil As Date ' what stands below the sheet
Private dueMacro As String, dueAt As Date ' what Excel is to call next
Private known As String ' the books that were open when they were last looked through

Private Declare PtrSafe Function MessageBoxW Lib "user32" _
    (ByVal owner As LongPtr, ByVal text As LongPtr, ByVal title As LongPtr, ByVal icon As Long) As Long

' Does what a button of the ribbon does, in the workbook in front.
Public Sub HikaeAct(ByVal actionName As String)
    Dim told As Variant
    On Error GoTo Failed
    Application.EnableCancelKey = xlErrorHandler
    If HikaeIsPressedOnSheet() Then Exit Sub
    HikaeProblem = ""
    HikaeRestUntil = 0
    If actionName = "RETRY" Then
        Retry
        Exit Sub
    End If
    If ActiveWorkbook Is Nothing Then
        Tell HikaeWords("{30D630C330AF304C958B304430663044307E305B30933002}", "No workbook is open."), WARNING
        Exit Sub
    End If
    Application.Cursor = xlWait
    told = AskedToWrite("act", Array(actionName, ActiveWorkbook))
    HikaeAskAnew ActiveWorkbook, HikaeLive()
    Application.Cursor = xlDefault
    If told(0) = 0 Then
        Application.StatusBar = False
        Tell told(1), WARNING
    Else
        message = Left$(told(1), LONGEST_SHOWN)
        messageUntil = Now + SHOWN / DAY_SECONDS
        Application.StatusBar = message
    End If
    Exit Sub
Failed:
    If HikaeProblem = "" Then HikaeProblem = actionName & ": " & Err.Description
    Resume Refused
Refused:
    On Error Resume Next
    Application.Cursor = xlDefault
    Application.StatusBar = False
    Tell HikaeProblem, WARNING
End Sub

' Shows the last errors: those of this side, then those that the program has kept.
Public Sub HikaeShowErrors()
    Dim text As String
    On Error Resume Next
    text = Asked("last_errors", Array(MOST_ERRORS))
    If HikaeProblem <> "" Then text = HikaeProblem & vbLf & vbLf & text
    If text = "" Then
        text = HikaeWords("{30A830E930FC306E8A189332306F3042308A307E305B30933002}", "There are no errors to show.")
    End If
    Tell text, NOBODY
End Sub

' Brings HIKAE_ASOF to the present instant, and comes again. Without the program the clock of the book itself goes on,
' so that old rulings look old.
Public Sub HikaeTick()
    Dim wait As Double
    On Error Resume Next
    Application.EnableCancelKey = xlErrorHandler
    HikaeClosing ' whoever else called this begins no second clock
    wait = AGAIN
    If Application.CutCopyMode = 0 Then
        AskOpened
        wait = EVERY
    End If
    wait = KeptTime(wait)
    If message <> "" And Now > messageUntil Then
        If Application.StatusBar = message Then Application.StatusBar = False
        message = ""
    End If
    ComeIn wait
End Sub

Public Sub HikaeOpened()
    On Error Resume Next
    HikaeClosing
    known = ""
    ComeIn 1 ' the book is shown first: a start takes seconds
End Sub

Public Sub HikaeClosing()
    On Error Resume Next
    If dueAt <> 0 Then Application.OnTime dueAt, dueMacro, , False
    dueAt = 0
End Sub

' Starts the program anew and asks everything again.
Private Sub Retry()
    HikaeEnd
    HikaeIsOwing = True
    AskOpened
    If HikaeProblem <> "" Then Tell HikaeProblem, WARNING
End Sub

' Returns what the desk of the program answers. Fails where there is no program; why stands in `HikaeProblem`.
Private Function Asked(ByVal what As String, ByVal given As Variant) As Variant
    On Error GoTo Ended
    Asked = HikaeServer().CallUDF(HIKAE_DESK, what, given)
    Exit Function
Ended:
    Set HikaeEngine = Nothing ' it may have ended; the next to ask starts it anew
    Err.Raise Err.Number, , Err.Description ' an action is never done again unasked
End Function

' Returns what the program answers that writes into a book. Meanwhile it keeps Excel from computing and from calling
' macros; where it ends half-way, that is put right here, or no open book would be computed any more.
Private Function AskedToWrite(ByVal what As String, ByVal given As Variant) As Variant
    Dim computing As Long, hasEvents As Boolean, failure As Long, words_ As String
    computing = Application.Calculation
    hasEvents = Application.EnableEvents
    On Error Resume Next
    HikaeNotice ' before it is asked to write
    Err.Clear
    AskedToWrite = Asked(what, given)
    failure = Err.Number
    words_ = Err.Description
    If Application.Calculation <> computing Then Application.Calculation = computing
    If Application.EnableEvents <> hasEvents Then Application.EnableEvents = hasEvents
    On Error GoTo 0
    If failure <> 0 Then Err.Raise failure, , words_
End Function

' Asks anew in the books that were opened since it did so before: what was saved with them may be of another day. In all
' of them where some call had no answer and the program is there now.
Private Sub AskOpened()
    Dim book As Workbook, functionNames As Variant, found As String
    functionNames = HikaeLive()
    If HikaeIsOwing Then
        If Not HikaeServer() Is Nothing Then
            HikaeIsOwing = False ' before: what is asked now may have no answer either
            known = ""
            functionNames = Array(OURS)
        End If
    End If
    For Each book In Application.Workbooks
        If book Is ThisWorkbook Or ThisWorkbook.IsAddin Then
            found = found & "|" & book.Name & "|" ' which no file's name can hold
            If InStr(known, "|" & book.Name & "|") = 0 Then HikaeAskAnew book, functionNames
        End If
    Next book
    known = found
End Sub

' Brings our books to the present instant, and returns the seconds until that is due again, `wait` at most. While cells
' are copied, and without the program, they are computed only, so that their own clocks go on.
Private Function KeptTime(ByVal wait As Double) As Double
    Dim book As Workbook, told As Variant
    On Error Resume Next
    KeptTime = wait
    For Each book In Application.Workbooks
        If KeepsTime(book) Then
            told = 0
            If Application.CutCopyMode = 0 Then told = AskedToWrite("tick", Array(book))
            If told = 0 Then HikaeCompute book
            If told > 0 And told < KeptTime Then KeptTime = told
        End If
    Next book
End Function

' Returns whether a book is ours to keep the time of: this one, or for the add-in one without macros of its own.
Private Function KeepsTime(ByVal book As Workbook) As Boolean
    Dim found As Name
    On Error Resume Next
    If book Is ThisWorkbook Or (ThisWorkbook.IsAddin And Not book.HasVBProject) Then
        Set found = book.Names(TIME_CELL)
        KeepsTime = Not found Is Nothing
    End If
End Function

Private Sub ComeIn(ByVal seconds As Double)
    dueAt = Now + seconds / DAY_SECONDS
    dueMacro = OwnMacro("HikaeTick") ' by which it can be called off, also when the book has another name
    Application.OnTime dueAt, dueMacro
End Sub

Private Function OwnMacro(ByVal macro As String) As String
    OwnMacro = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!HikaeDesk." & macro
End Function

' Shows a text in whatever letters; Excel's own messages know those of one code page.
Private Sub Tell(ByVal text As String, ByVal icon As Long)
    On Error GoTo Unknown
    MessageBoxW Application.Hwnd, StrPtr(text), StrPtr("Hikae"), icon
    Exit Sub
Unknown: ' as on a Mac, which has no such call
    MsgBox text, icon, "Hikae"
End Sub
