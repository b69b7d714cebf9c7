Attribute VB_Name = "HikaeFunctions"
' The worksheet functions. Made from the registry: what is changed here is gone with the next build.
Option Explicit

Public Function CDS_STATUS() As Variant
    CDS_STATUS = HikaeCall("CDS_STATUS", Array())
End Function

Public Function CDS_BUSINESS_DAY(ByVal date_ As Variant) As Variant
    CDS_BUSINESS_DAY = HikaeCall("CDS_BUSINESS_DAY", Array(date_))
End Function

Public Function CDS_PREVIOUS_DAY(ByVal date_ As Variant) As Variant
    CDS_PREVIOUS_DAY = HikaeCall("CDS_PREVIOUS_DAY", Array(date_))
End Function

Public Function CDS_MATURITY(ByVal date_ As Variant, ByVal tenor As Variant) As Variant
    CDS_MATURITY = HikaeCall("CDS_MATURITY", Array(date_, tenor))
End Function

Public Function CDS_CURVE(ByVal date_ As Variant, ByVal quotes_range As Variant, _
        Optional ByVal convention As Variant) As Variant
    If IsMissing(convention) Then convention = Null
    CDS_CURVE = HikaeCall("CDS_CURVE", Array(date_, quotes_range, convention))
End Function

Public Function CDS_UPFRONT(ByVal trade_date As Variant, ByVal maturity As Variant, _
        ByVal spread_bp As Variant, ByVal coupon_bp As Variant, ByVal recovery As Variant, _
        ByVal curve_range As Variant, Optional ByVal notional As Variant) As Variant
    If IsMissing(notional) Then notional = Null
    CDS_UPFRONT = HikaeCall("CDS_UPFRONT", Array(trade_date, maturity, spread_bp, coupon_bp, recovery, _
            curve_range, notional))
End Function

Public Function CDS_CASH(ByVal trade_date As Variant, ByVal maturity As Variant, ByVal spread_bp As Variant, _
        ByVal coupon_bp As Variant, ByVal recovery As Variant, ByVal curve_range As Variant, _
        Optional ByVal notional As Variant) As Variant
    If IsMissing(notional) Then notional = Null
    CDS_CASH = HikaeCall("CDS_CASH", Array(trade_date, maturity, spread_bp, coupon_bp, recovery, curve_range, _
            notional))
End Function

Public Function CDS_ACCRUED(ByVal trade_date As Variant, ByVal maturity As Variant, _
        ByVal coupon_bp As Variant, Optional ByVal notional As Variant) As Variant
    If IsMissing(notional) Then notional = Null
    CDS_ACCRUED = HikaeCall("CDS_ACCRUED", Array(trade_date, maturity, coupon_bp, notional))
End Function

Public Function CDS_SPREAD(ByVal trade_date As Variant, ByVal maturity As Variant, ByVal upfront As Variant, _
        ByVal coupon_bp As Variant, ByVal recovery As Variant, ByVal curve_range As Variant) As Variant
    CDS_SPREAD = HikaeCall("CDS_SPREAD", Array(trade_date, maturity, upfront, coupon_bp, recovery, _
            curve_range))
End Function

Public Function CDS_CS01(ByVal trade_date As Variant, ByVal maturity As Variant, ByVal spread_bp As Variant, _
        ByVal coupon_bp As Variant, ByVal recovery As Variant, ByVal curve_range As Variant, _
        Optional ByVal notional As Variant) As Variant
    If IsMissing(notional) Then notional = Null
    CDS_CS01 = HikaeCall("CDS_CS01", Array(trade_date, maturity, spread_bp, coupon_bp, recovery, curve_range, _
            notional))
End Function

Public Function CDS_JTD(ByVal trade_date As Variant, ByVal maturity As Variant, ByVal spread_bp As Variant, _
        ByVal coupon_bp As Variant, ByVal recovery As Variant, ByVal curve_range As Variant, _
        Optional ByVal notional As Variant) As Variant
    If IsMissing(notional) Then notional = Null
    CDS_JTD = HikaeCall("CDS_JTD", Array(trade_date, maturity, spread_bp, coupon_bp, recovery, curve_range, _
            notional))
End Function

Public Function CDS_QUOTE_CHECK(ByVal quotes_range As Variant, ByVal previous_range As Variant) As Variant
    CDS_QUOTE_CHECK = HikaeCall("CDS_QUOTE_CHECK", Array(quotes_range, previous_range))
End Function

Public Function CDS_SETTLEMENT_PRICE(ByVal quotes_range As Variant, Optional ByVal rule As Variant) As Variant
    If IsMissing(rule) Then rule = Null
    CDS_SETTLEMENT_PRICE = HikaeCall("CDS_SETTLEMENT_PRICE", Array(quotes_range, rule))
End Function

Public Function CDS_IM(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    CDS_IM = HikaeCall("CDS_IM", Array(positions_range, market_range, scenario_set, settings_range))
End Function

Public Function CDS_IM_TOTAL(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    CDS_IM_TOTAL = HikaeCall("CDS_IM_TOTAL", Array(positions_range, market_range, scenario_set, _
            settings_range))
End Function

Public Function CDS_IM_WHATIF(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant, _
        Optional ByVal trades_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    If IsMissing(trades_range) Then trades_range = Null
    CDS_IM_WHATIF = HikaeCall("CDS_IM_WHATIF", Array(positions_range, market_range, scenario_set, _
            settings_range, trades_range))
End Function

Public Function CDS_IM_WORST(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant, _
        Optional ByVal n As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    If IsMissing(n) Then n = Null
    CDS_IM_WORST = HikaeCall("CDS_IM_WORST", Array(positions_range, market_range, scenario_set, _
            settings_range, n))
End Function

Public Function CDS_IM_ACCOUNTS(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant, _
        Optional ByVal accounts_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    If IsMissing(accounts_range) Then accounts_range = Null
    CDS_IM_ACCOUNTS = HikaeCall("CDS_IM_ACCOUNTS", Array(positions_range, market_range, scenario_set, _
            settings_range, accounts_range))
End Function

Public Function CDS_IM_TRADES(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant, _
        Optional ByVal trades_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    If IsMissing(trades_range) Then trades_range = Null
    CDS_IM_TRADES = HikaeCall("CDS_IM_TRADES", Array(positions_range, market_range, scenario_set, _
            settings_range, trades_range))
End Function

Public Function CDS_IM_DISTRIBUTION(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    CDS_IM_DISTRIBUTION = HikaeCall("CDS_IM_DISTRIBUTION", Array(positions_range, market_range, scenario_set, _
            settings_range))
End Function

Public Function CDS_STORED(Optional ByVal handle As Variant) As Variant
    If IsMissing(handle) Then handle = Null
    CDS_STORED = HikaeCall("CDS_STORED", Array(handle))
End Function

Public Function CDS_VM(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal previous_range As Variant, Optional ByVal settings_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    CDS_VM = HikaeCall("CDS_VM", Array(positions_range, market_range, previous_range, settings_range))
End Function

Public Function CDS_VM_ACCOUNTS(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant, _
        Optional ByVal accounts_range As Variant, Optional ByVal applied_range As Variant, _
        Optional ByVal deals_range As Variant, Optional ByVal before_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    If IsMissing(accounts_range) Then accounts_range = Null
    If IsMissing(applied_range) Then applied_range = Null
    If IsMissing(deals_range) Then deals_range = Null
    If IsMissing(before_range) Then before_range = Null
    CDS_VM_ACCOUNTS = HikaeCall("CDS_VM_ACCOUNTS", Array(positions_range, market_range, scenario_set, _
            settings_range, accounts_range, applied_range, deals_range, before_range))
End Function

Public Function CDS_CLEARING_FUND(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant, _
        Optional ByVal accounts_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    If IsMissing(accounts_range) Then accounts_range = Null
    CDS_CLEARING_FUND = HikaeCall("CDS_CLEARING_FUND", Array(positions_range, market_range, scenario_set, _
            settings_range, accounts_range))
End Function

Public Function CDS_INTRADAY(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant, _
        Optional ByVal accounts_range As Variant, Optional ByVal applied_range As Variant, _
        Optional ByVal deals_range As Variant, Optional ByVal before_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    If IsMissing(accounts_range) Then accounts_range = Null
    If IsMissing(applied_range) Then applied_range = Null
    If IsMissing(deals_range) Then deals_range = Null
    If IsMissing(before_range) Then before_range = Null
    CDS_INTRADAY = HikaeCall("CDS_INTRADAY", Array(positions_range, market_range, scenario_set, _
            settings_range, accounts_range, applied_range, deals_range, before_range))
End Function

Public Function CDS_IM_EXPLAIN(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    CDS_IM_EXPLAIN = HikaeCall("CDS_IM_EXPLAIN", Array(positions_range, market_range, scenario_set, _
            settings_range))
End Function

Public Function CDS_IM_READINGS(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    CDS_IM_READINGS = HikaeCall("CDS_IM_READINGS", Array(positions_range, market_range, scenario_set, _
            settings_range))
End Function

Public Function CDS_BACKTEST(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant, _
        Optional ByVal accounts_range As Variant, Optional ByVal n_days As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    If IsMissing(accounts_range) Then accounts_range = Null
    If IsMissing(n_days) Then n_days = Null
    CDS_BACKTEST = HikaeCall("CDS_BACKTEST", Array(positions_range, market_range, scenario_set, _
            settings_range, accounts_range, n_days))
End Function

Public Function CDS_BACKTEST_DAYS(ByVal positions_range As Variant, ByVal market_range As Variant, _
        ByVal scenario_set As Variant, Optional ByVal settings_range As Variant, _
        Optional ByVal accounts_range As Variant, Optional ByVal n_days As Variant) As Variant
    If IsMissing(settings_range) Then settings_range = Null
    If IsMissing(accounts_range) Then accounts_range = Null
    If IsMissing(n_days) Then n_days = Null
    CDS_BACKTEST_DAYS = HikaeCall("CDS_BACKTEST_DAYS", Array(positions_range, market_range, scenario_set, _
            settings_range, accounts_range, n_days))
End Function

Public Function CDS_PLAN(ByVal item As Variant, ByVal at As Variant) As Variant
    CDS_PLAN = HikaeCall("CDS_PLAN", Array(item, at))
End Function

Public Function CDS_PLAN_CLAUSE(ByVal item As Variant, ByVal at As Variant) As Variant
    CDS_PLAN_CLAUSE = HikaeCall("CDS_PLAN_CLAUSE", Array(item, at))
End Function

Public Function CDS_PLAN_UNTIL(ByVal item As Variant, ByVal at As Variant) As Variant
    CDS_PLAN_UNTIL = HikaeCall("CDS_PLAN_UNTIL", Array(item, at))
End Function

Public Function CDS_PLAN_IF_NOTHING(ByVal item As Variant, ByVal at As Variant) As Variant
    CDS_PLAN_IF_NOTHING = HikaeCall("CDS_PLAN_IF_NOTHING", Array(item, at))
End Function

Public Function CDS_PLAN_DUE(ByVal at As Variant) As Variant
    CDS_PLAN_DUE = HikaeCall("CDS_PLAN_DUE", Array(at))
End Function

Public Function CDS_PLAN_NEXT(ByVal at As Variant) As Variant
    CDS_PLAN_NEXT = HikaeCall("CDS_PLAN_NEXT", Array(at))
End Function

Public Function CDS_PLAN_BASIS(ByVal at As Variant) As Variant
    CDS_PLAN_BASIS = HikaeCall("CDS_PLAN_BASIS", Array(at))
End Function

Public Function CDS_BOARD(ByVal section As Variant, ByVal at As Variant) As Variant
    CDS_BOARD = HikaeCall("CDS_BOARD", Array(section, at))
End Function

Public Function CDS_NUMBER(ByVal text As Variant, Optional ByVal unit As Variant) As Variant
    If IsMissing(unit) Then unit = Null
    CDS_NUMBER = HikaeCall("CDS_NUMBER", Array(text, unit))
End Function
