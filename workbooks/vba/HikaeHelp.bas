Attribute VB_Name = "HikaeHelp"
Option Explicit
Option Private Module

Private Const COUNTRY As Long = 1 ' xlCountryCode: which Excel this is, not what it is set to
Private Const JAPAN As Long = 81

Private isJapanese As Boolean
Private texts() As String
Private textCount As Long

' Tells Excel what its function wizard shows. Help is no reason to keep a book from opening, nor to ask later whether
' to save it.
Public Sub HikaeRegister()
    Dim wasSaved As Boolean, wasHidden As Boolean
    On Error Resume Next
    wasSaved = ThisWorkbook.Saved
    wasHidden = ThisWorkbook.IsAddin
    isJapanese = (Application.International(COUNTRY) = JAPAN)
    Application.ScreenUpdating = False
    If wasHidden Then ThisWorkbook.IsAddin = False ' MacroOptions refuses the functions of a hidden book
    HikaeTellAll
    If wasHidden Then ThisWorkbook.IsAddin = True
    Application.ScreenUpdating = True
    ThisWorkbook.Saved = wasSaved
End Sub

' Keeps one text of the function that is told next: first its own, then one for each argument.
Public Sub HikaeSay(ByVal ja As String, ByVal en As String)
    ReDim Preserve texts(0 To textCount)
    If isJapanese Then texts(textCount) = HikaeSpelled(ja) Else texts(textCount) = HikaeSpelled(en)
    textCount = textCount + 1
End Sub

' Hands the texts that were said to Excel; where it takes them not, the function works as well.
Public Sub HikaeTell(ByVal functionName As String)
    Dim place As String, described() As String, number As Long
    On Error Resume Next
    place = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName
    If textCount = 1 Then
        Application.MacroOptions Macro:=place, Description:=texts(0), Category:="Hikae"
    Else
        ReDim described(1 To textCount - 1)
        For number = 1 To textCount - 1
            described(number) = texts(number)
        Next number
        Application.MacroOptions Macro:=place, Description:=texts(0), Category:="Hikae", _
            ArgumentDescriptions:=described
    End If
    textCount = 0
End Sub

' Returns a text with its coded characters: {63A73048} are two, each of four hexadecimal digits.
Public Function HikaeSpelled(ByVal coded As String) As String
    Dim at As Long, isCoded As Boolean
    at = 1
    Do While at <= Len(coded)
        Select Case Mid$(coded, at, 1)
            Case "{"
                isCoded = True
            Case "}"
                isCoded = False
            Case Else
                If isCoded Then
                    HikaeSpelled = HikaeSpelled & ChrW$(CLng("&H" & Mid$(coded, at, 4) & "&"))
                    at = at + 3
                Else
                    HikaeSpelled = HikaeSpelled & Mid$(coded, at, 1)
                End If
        End Select
        at = at + 1
    Loop
End Function
