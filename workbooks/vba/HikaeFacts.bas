Attribute VB_Name = "HikaeFacts"
' Facts of the product. Made from the registry: what is changed here is gone with the next build.
Option Explicit
Option Private Module

Public Const HIKAE_VERSION As String = "0.1.0"

' Functions that may answer the same arguments otherwise a moment later, as they read the record.
Public Function HikaeLive() As Variant
    HikaeLive = Array("CDS_STATUS", "CDS_QUOTE_CHECK", "CDS_SETTLEMENT_PRICE", "CDS_IM", "CDS_IM_TOTAL", _
            "CDS_IM_WHATIF", "CDS_IM_WORST", "CDS_IM_ACCOUNTS", "CDS_IM_TRADES", "CDS_IM_DISTRIBUTION", _
            "CDS_STORED", "CDS_VM", "CDS_VM_ACCOUNTS", "CDS_CLEARING_FUND", "CDS_INTRADAY", "CDS_IM_EXPLAIN", _
            "CDS_IM_READINGS", "CDS_BACKTEST", "CDS_BACKTEST_DAYS", "CDS_PLAN", "CDS_PLAN_CLAUSE", _
            "CDS_PLAN_UNTIL", "CDS_PLAN_IF_NOTHING", "CDS_PLAN_DUE", "CDS_PLAN_NEXT", "CDS_PLAN_BASIS", _
            "CDS_BOARD")
End Function
