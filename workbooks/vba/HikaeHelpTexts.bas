Attribute VB_Name = "HikaeHelpTexts"
' The function wizard's texts. Made from the registry: what is changed here is gone with the next build.
Option Explicit
Option Private Module

Public Sub HikaeTellAll()
    Tell_CDS_STATUS
    Tell_CDS_BUSINESS_DAY
    Tell_CDS_PREVIOUS_DAY
    Tell_CDS_MATURITY
    Tell_CDS_CURVE
    Tell_CDS_UPFRONT
    Tell_CDS_CASH
    Tell_CDS_ACCRUED
    Tell_CDS_SPREAD
    Tell_CDS_CS01
    Tell_CDS_JTD
    Tell_CDS_QUOTE_CHECK
    Tell_CDS_SETTLEMENT_PRICE
    Tell_CDS_IM
    Tell_CDS_IM_TOTAL
    Tell_CDS_IM_WHATIF
    Tell_CDS_IM_WORST
    Tell_CDS_IM_ACCOUNTS
    Tell_CDS_IM_TRADES
    Tell_CDS_IM_DISTRIBUTION
    Tell_CDS_STORED
    Tell_CDS_VM
    Tell_CDS_VM_ACCOUNTS
    Tell_CDS_CLEARING_FUND
    Tell_CDS_INTRADAY
    Tell_CDS_IM_EXPLAIN
    Tell_CDS_IM_READINGS
    Tell_CDS_BACKTEST
    Tell_CDS_BACKTEST_DAYS
    Tell_CDS_PLAN
    Tell_CDS_PLAN_CLAUSE
    Tell_CDS_PLAN_UNTIL
    Tell_CDS_PLAN_IF_NOTHING
    Tell_CDS_PLAN_DUE
    Tell_CDS_PLAN_NEXT
    Tell_CDS_PLAN_BASIS
    Tell_CDS_BOARD
    Tell_CDS_NUMBER
End Sub

Private Sub Tell_CDS_STATUS()
    HikaeSay "{30A230C930A430F3306E724830018A087B975074306E72B6614B300163A73048FF088A189332FF09306E4EF66" & _
        "57030685148982D30CF30C330B730E530924E00884C3067793A3057307E30593002}", _
        "Says in one line the version, whether the engine answers, and the journal's length and " & _
        "head."
    HikaeTell "CDS_STATUS"
End Sub

Private Sub Tell_CDS_BUSINESS_DAY()
    HikaeSay "{305D306E65E5304C55B6696D65E5306A3089305D306E65E530014F11696D65E5306A30896B21306E55B6696D6" & _
        "5E5FF0867714EAC306E4F1165E53068} JSCC {306E5E74672B5E7459CB306E4F11696D65E5FF093002}", _
        "The day itself if it is a business day, else the next one (Tokyo holidays, JSCC's year-end" & _
        " closing)."
    HikaeSay "{65E54ED8}", _
        "Date"
    HikaeTell "CDS_BUSINESS_DAY"
End Sub

Private Sub Tell_CDS_PREVIOUS_DAY()
    HikaeSay "{305D306E65E53088308A524D306E300167005F8C306E55B6696D65E5FF08524D55B6696D65E5FF093002305D3" & _
        "06E65E5304C55B6696D65E5306730824E003064524D306B623B308A307E30593002}", _
        "The last business day before the day, also when the day itself is a business day."
    HikaeSay "{65E54ED8}", _
        "Date"
    HikaeTell "CDS_PREVIOUS_DAY"
End Sub

Private Sub Tell_CDS_MATURITY()
    HikaeSay "{305D306E65E5306B53D65F153059308B6A196E966E80671F65E5FF088ABF6574524D306E}20{65E5FF093002}" & _
        "2015{5E74}12{6708}20{65E5304B3089306F}3{670830FB}9{6708306E}20{65E5306B30ED30FC30EB3057}6{" & _
        "6708304B}12{6708306B6E80671F3001305D308C3088308A524D306F56DB534A671F30543068306E30ED30FC30" & _
        "EB306730593002}", _
        "The standard maturity dealt on the day, an unadjusted 20th: rolled on 20 March and 20 " & _
        "September, for June or December, since 20 December 2015; each quarter before."
    HikaeSay "{65E54ED8}", _
        "Date"
    HikaeSay "{671F9593FF084F8B} 5Y{3001}6M{30026708306F56DB534A671F53584F4DFF09}", _
        "Tenor such as 5Y or 6M; months in whole quarters"
    HikaeTell "CDS_MATURITY"
End Sub

Private Sub Tell_CDS_CURVE()
    HikaeSay "{91D15229306E8868304B30894F5C3063305F52725F1530AB30FC30D63002}1{884C76EE306F305D306E65E530" & _
        "68} 1{30017D9A3044306654046E80671F306E65E54ED8306852725F154FC26570FF08}40{884C00D7}2{52173" & _
        "06E914D521765705F0FFF093002}", _
        "Discount curve from a table of rates: the day with 1, then each knot's date and discount " & _
        "factor (an array formula of 40 rows and 2 columns)."
    HikaeSay "{65E54ED8}", _
        "Date"
    HikaeSay "{91D15229306E886830025217306F} kind, tenor, rate, mm_day_count, fixed_frequency, " & _
        "fixed_day_count, float_frequency, float_day_count, spot_lag_days " & _
        "{306E9806FF08898B51FA3057884C306F53EF30016163884C30926E21305B3070}3{5217306753EFFF09}", _
        "Table of rates: kind, tenor, rate, mm_day_count, fixed_frequency, fixed_day_count, " & _
        "float_frequency, float_day_count, spot_lag_days in this order; header allowed; with a " & _
        "convention the first three suffice"
    HikaeSay "{7A7A306E5217309288DC30466163884C306E540D524DFF084F8B} " & _
        "JPY{3001}JPY-TONA{30027701756553EFFF09}", _
        "Convention for empty columns, e.g. JPY or JPY-TONA"
    HikaeTell "CDS_CURVE"
End Sub

Private Sub Tell_CDS_UPFRONT()
    HikaeSay "ISDA{6A196E9630E230C730EB306E30A230C330D730D530ED30F330C8FF087D4C904E5229606F3092542B307E3" & _
        "06A3044FF09300230D730ED30C630AF30B730E730F3306E8CB73044624B304B3089898B305F984D306730016B6" & _
        "3306A30898CB73044624B304C652F62553044307E30593002}", _
        "Clean upfront by the ISDA standard model for protection bought; positive means the buyer " & _
        "pays."
    HikaeSay "{53D65F1565E5}", _
        "Trade date"
    HikaeSay "{6E80671F65E5FF088ABF6574524DFF09}", _
        "Maturity, unadjusted"
    HikaeSay "{6C17914D30B930D730EC30C330C9FF08}bp{FF09}", _
        "Quoted spread in bp"
    HikaeSay "{56FA5B9A30AF30FC30DD30F3FF08}bp{30014F8B} 100{FF09}", _
        "Fixed coupon in bp, e.g. 100"
    HikaeSay "{56DE53CE7387FF085C0F657030014F8B} 0.35{FF09}", _
        "Recovery as a fraction, e.g. 0.35"
    HikaeSay "{52725F1530AB30FC30D6300291D15229306E8868FF085217306F} CDS_CURVE {306E} quotes_range " & _
        "{3068540C3058FF093001}CDS_CURVE {306E7D50679C3001307E305F306F4FDD5B58540DFF08}curve:2026-1" & _
        "1-20@7f3a{FF093002521751684F53FF08}A:I{FF09306F6E213055306A30443067304F306030553044}", _
        "Discount curve: the table of rates (columns as for quotes_range of CDS_CURVE), a result of" & _
        " CDS_CURVE, or a stored name (curve:2026-11-20@7f3a). No whole columns (A:I), please"
    HikaeSay "{60F35B9A5143672CFF08770175656642} 1{FF09}", _
        "Notional (1 when left out)"
    HikaeTell "CDS_UPFRONT"
End Sub

Private Sub Tell_CDS_CASH()
    HikaeSay "{53D76E2165E5306B652F62553046984DFF0830A230C330D730D530ED30F330C8304B30897D4C904E5229606F3" & _
        "0925F153044305F3082306EFF09300230D730ED30C630AF30B730E730F3306E8CB73044624B304B3089898B306" & _
        "630016B63306A3089652F62553044306730593002}", _
        "Paid at cash settlement: the clean upfront less the accrued coupon; positive means the " & _
        "buyer pays."
    HikaeSay "{53D65F1565E5}", _
        "Trade date"
    HikaeSay "{6E80671F65E5FF088ABF6574524DFF09}", _
        "Maturity, unadjusted"
    HikaeSay "{6C17914D30B930D730EC30C330C9FF08}bp{FF09}", _
        "Quoted spread in bp"
    HikaeSay "{56FA5B9A30AF30FC30DD30F3FF08}bp{30014F8B} 100{FF09}", _
        "Fixed coupon in bp, e.g. 100"
    HikaeSay "{56DE53CE7387FF085C0F657030014F8B} 0.35{FF09}", _
        "Recovery as a fraction, e.g. 0.35"
    HikaeSay "{52725F1530AB30FC30D6300291D15229306E8868FF085217306F} CDS_CURVE {306E} quotes_range " & _
        "{3068540C3058FF093001}CDS_CURVE {306E7D50679C3001307E305F306F4FDD5B58540DFF08}curve:2026-1" & _
        "1-20@7f3a{FF093002521751684F53FF08}A:I{FF09306F6E213055306A30443067304F306030553044}", _
        "Discount curve: the table of rates (columns as for quotes_range of CDS_CURVE), a result of" & _
        " CDS_CURVE, or a stored name (curve:2026-11-20@7f3a). No whole columns (A:I), please"
    HikaeSay "{60F35B9A5143672CFF08770175656642} 1{FF09}", _
        "Notional (1 when left out)"
    HikaeTell "CDS_CASH"
End Sub

Private Sub Tell_CDS_ACCRUED()
    HikaeSay "{52296255671F9593306E521D65E5304B308953D65F1565E5307E3067306E7D4C904E5229606FFF0853D65F156" & _
        "5E53092542B308065E5657000F7}360{00D730AF30FC30DD30F300D760F35B9A5143672CFF093002}", _
        "Coupon accrued from the period's first day through the trade date (days / 360 {00D7} " & _
        "coupon {00D7} notional)."
    HikaeSay "{53D65F1565E5}", _
        "Trade date"
    HikaeSay "{6E80671F65E5FF088ABF6574524DFF09}", _
        "Maturity, unadjusted"
    HikaeSay "{56FA5B9A30AF30FC30DD30F3FF08}bp{30014F8B} 100{FF09}", _
        "Fixed coupon in bp, e.g. 100"
    HikaeSay "{60F35B9A5143672CFF08770175656642} 1{FF09}", _
        "Notional (1 when left out)"
    HikaeTell "CDS_ACCRUED"
End Sub

Private Sub Tell_CDS_SPREAD()
    HikaeSay "{305D306E30A230C330D730D530ED30F330C8306B306A308B6C17914D30B930D730EC30C330C9FF08}bp{30016" & _
        "71F9593306B30883089305A4E005B9AFF093002}CDS_UPFRONT{FF0860F35B9A5143672C} " & _
        "1{FF09306E9006306730593002}", _
        "The flat quoted spread in bp that gives the upfront: the inverse of CDS_UPFRONT with a " & _
        "notional of 1."
    HikaeSay "{53D65F1565E5}", _
        "Trade date"
    HikaeSay "{6E80671F65E5FF088ABF6574524DFF09}", _
        "Maturity, unadjusted"
    HikaeSay "{30AF30EA30FC30F3306A30A230C330D730D530ED30F330C8FF0860F35B9A5143672C306B5BFE3059308B6BD47" & _
        "38730018CB73044624B306E652F62553044304C6B63FF09}", _
        "Clean upfront as a fraction of the notional, positive when the buyer pays"
    HikaeSay "{56FA5B9A30AF30FC30DD30F3FF08}bp{30014F8B} 100{FF09}", _
        "Fixed coupon in bp, e.g. 100"
    HikaeSay "{56DE53CE7387FF085C0F657030014F8B} 0.35{FF09}", _
        "Recovery as a fraction, e.g. 0.35"
    HikaeSay "{52725F1530AB30FC30D6300291D15229306E8868FF085217306F} CDS_CURVE {306E} quotes_range " & _
        "{3068540C3058FF093001}CDS_CURVE {306E7D50679C3001307E305F306F4FDD5B58540DFF08}curve:2026-1" & _
        "1-20@7f3a{FF093002521751684F53FF08}A:I{FF09306F6E213055306A30443067304F306030553044}", _
        "Discount curve: the table of rates (columns as for quotes_range of CDS_CURVE), a result of" & _
        " CDS_CURVE, or a stored name (curve:2026-11-20@7f3a). No whole columns (A:I), please"
    HikaeTell "CDS_SPREAD"
End Sub

Private Sub Tell_CDS_CS01()
    HikaeSay "{30B930D730EC30C330C9304C} 1 bp {4E0A304C3063305F3068304D306E30A230C330D730D530ED30F330C83" & _
        "06E59095316FF0830D730ED30C630AF30B730E730F3306E8CB73044624B304B3089898B305F984DFF093002}", _
        "Change of the upfront for one bp more of spread, for protection bought."
    HikaeSay "{53D65F1565E5}", _
        "Trade date"
    HikaeSay "{6E80671F65E5FF088ABF6574524DFF09}", _
        "Maturity, unadjusted"
    HikaeSay "{6C17914D30B930D730EC30C330C9FF08}bp{FF09}", _
        "Quoted spread in bp"
    HikaeSay "{56FA5B9A30AF30FC30DD30F3FF08}bp{30014F8B} 100{FF09}", _
        "Fixed coupon in bp, e.g. 100"
    HikaeSay "{56DE53CE7387FF085C0F657030014F8B} 0.35{FF09}", _
        "Recovery as a fraction, e.g. 0.35"
    HikaeSay "{52725F1530AB30FC30D6300291D15229306E8868FF085217306F} CDS_CURVE {306E} quotes_range " & _
        "{3068540C3058FF093001}CDS_CURVE {306E7D50679C3001307E305F306F4FDD5B58540DFF08}curve:2026-1" & _
        "1-20@7f3a{FF093002521751684F53FF08}A:I{FF09306F6E213055306A30443067304F306030553044}", _
        "Discount curve: the table of rates (columns as for quotes_range of CDS_CURVE), a result of" & _
        " CDS_CURVE, or a stored name (curve:2026-11-20@7f3a). No whole columns (A:I), please"
    HikaeSay "{60F35B9A5143672CFF08770175656642} 1{FF09}", _
        "Notional (1 when left out)"
    HikaeTell "CDS_CS01"
End Sub

Private Sub Tell_CDS_JTD()
    HikaeSay "{305F30603061306B30C730D530A930EB30C83057305F3068304D306E8CB73044624B306E640D76CAFF08}(1{2" & _
        "21256DE53CE7387}){00D760F35B9A5143672C221230A230C330D730D530ED30F330C8FF093002}", _
        "Gain of the protection buyer on an immediate default: (1 {2212} recovery) {00D7} notional " & _
        "{2212} clean upfront."
    HikaeSay "{53D65F1565E5}", _
        "Trade date"
    HikaeSay "{6E80671F65E5FF088ABF6574524DFF09}", _
        "Maturity, unadjusted"
    HikaeSay "{6C17914D30B930D730EC30C330C9FF08}bp{FF09}", _
        "Quoted spread in bp"
    HikaeSay "{56FA5B9A30AF30FC30DD30F3FF08}bp{30014F8B} 100{FF09}", _
        "Fixed coupon in bp, e.g. 100"
    HikaeSay "{56DE53CE7387FF085C0F657030014F8B} 0.35{FF09}", _
        "Recovery as a fraction, e.g. 0.35"
    HikaeSay "{52725F1530AB30FC30D6300291D15229306E8868FF085217306F} CDS_CURVE {306E} quotes_range " & _
        "{3068540C3058FF093001}CDS_CURVE {306E7D50679C3001307E305F306F4FDD5B58540DFF08}curve:2026-1" & _
        "1-20@7f3a{FF093002521751684F53FF08}A:I{FF09306F6E213055306A30443067304F306030553044}", _
        "Discount curve: the table of rates (columns as for quotes_range of CDS_CURVE), a result of" & _
        " CDS_CURVE, or a stored name (curve:2026-11-20@7f3a). No whole columns (A:I), please"
    HikaeSay "{60F35B9A5143672CFF08770175656642} 1{FF09}", _
        "Notional (1 when left out)"
    HikaeTell "CDS_JTD"
End Sub

Private Sub Tell_CDS_QUOTE_CHECK()
    HikaeSay "{6C17914D502430924E00884C305A306478BA304B3081300172B6614BFF0853EF30FB78BA8A8D30FB4E0D53EFF" & _
        "F0930017B2653F7300177ED30448A0084493092540C30589AD83055306E884C306B8FD43057307E305930025EF" & _
        "A7389306F898B306A3044306E30673001884C306E306A3044929867C4306F65703048307E305B30933002}", _
        "Checks quotes row by row: state (ok, ask, block), codes and short words at the same " & _
        "height. Open interest is not looked at: an instrument without a row is not missed."
    HikaeSay "{6C17914D5024306E8868FF08898B51FA3057884C4ED8304DFF0930025217} instrument, bid, " & _
        "offer{FF08}bp{FF0930023042308C3070} as_of{FF086642523BFF093068} participant", _
        "Quotes with a header row: instrument, bid, offer (bp); as_of (instant) and participant " & _
        "where known"
    HikaeSay "{524D65E5306E6E057B9750246BB5FF08898B51FA3057884C4ED8304DFF0930025217} instrument, " & _
        "price_bp{3002}kind {3068} maturity " & _
        "{304C3042308C307030B730EA30FC30BA9593306E9AD84F4E3082898B307E3059}", _
        "Yesterday's prices with a header row: instrument, price_bp; with kind and maturity series " & _
        "are compared, too"
    HikaeTell "CDS_QUOTE_CHECK"
End Sub

Private Sub Tell_CDS_SETTLEMENT_PRICE()
    HikaeSay "{4E003064306E929867C4306E6C17914D5024304B30894F5C308B7D7152367528306E5024FF08}bp{3001523B3" & _
        "07F5E45306B4E383081FF09300230D930F330C030FC306E6E057B9750246BB53068898B6BD43079308B3082306" & _
        "E306730016E057B9750246BB5305D306E3082306E3067306F3042308A307E305B30933002}", _
        "The control value of one instrument's quotes in bp, rounded to the tick. It stands beside " & _
        "the vendor's price and is not the settlement price by itself."
    HikaeSay "{4E003064306E929867C4306E6C17914D5024306E8868FF08898B51FA3057884C4ED8304DFF0930025217} " & _
        "instrument, participant, bid_bp, offer_bp{30027A7A6B04306F72475074306A3057}", _
        "Quotes of one instrument with a header row: instrument, participant, bid_bp, offer_bp; " & _
        "blank: no such side"
    HikaeSay "trimmed_mean{3001}median{3001}inside_market{3001}cross_lock " & _
        "{306E3069308C304BFF08770175656642306F8A2D5B9A} composite_rule{FF09}", _
        "trimmed_mean, median, inside_market or cross_lock (when left out the setting " & _
        "composite_rule)"
    HikaeTell "CDS_SETTLEMENT_PRICE"
End Sub

Private Sub Tell_CDS_IM()
    HikaeSay "{4E0053E35EA7306E5F53521D8A3C62E091D162408981984D300269CB621089817D20306891D1984DFF085186F" & _
        "F093092}7{884C30678FD43057300167005F8C306E884C304C54088A08306730593002540C305888683067306E" & _
        "} hikae margin {30684E0081F43057307E30593002}", _
        "Initial margin of one account: component and amount in yen, the total in the seventh row; " & _
        "what hikae margin computes from the same tables."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeTell "CDS_IM"
End Sub

Private Sub Tell_CDS_IM_TOTAL()
    HikaeSay "{4E0053E35EA7306E5F53521D8A3C62E091D162408981984D306E54088A08FF085186FF093002}", _
        "The initial margin requirement of one account in yen."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeTell "CDS_IM_TOTAL"
End Sub

Private Sub Tell_CDS_IM_WHATIF()
    HikaeSay "{53D65F15309252A03048305F3068304D306E5F53521D8A3C62E091D162408981984D306E589752A0FF0851863" & _
        "0016E1B308C30708CA0FF093002}", _
        "By how many yen trades raise the initial margin requirement; negative where they lower it."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeSay "{52A03048308B53D65F15306E8868FF08898B51FA3057884C4ED8304D30015217} instrument, " & _
        "notional{3002518630018CB73044304C6B63FF093002770175653067304D307E305B3093}", _
        "Trades to be added, with a header row: instrument, notional (yen, protection bought " & _
        "positive). Needed"
    HikaeTell "CDS_IM_WHATIF"
End Sub

Private Sub Tell_CDS_IM_WORST()
    HikaeSay "{53E35EA7306E640D5931304C5927304D304430B730CA30EA30AA30925927304D30449806306B8FD43057307E3" & _
        "05930025217306F65E54ED83001640D5931FF085186FF09300130B730CA30EA30AA540D306730593002}", _
        "The scenarios in which the account loses most, the worst first: date, loss in yen, name of" & _
        " the scenario."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeSay "{793A305930B730CA30EA30AA306E6570FF08}1{FF5E}20{3001770175656642} 5{FF09}", _
        "How many scenarios are shown, 1 to 20 (5 when left out)"
    HikaeTell "CDS_IM_WORST"
End Sub

Private Sub Tell_CDS_IM_ACCOUNTS()
    HikaeSay "{516853E35EA7306E5F53521D8A3C62E091D162408981984D30924E005EA6306B8FD43057307E305930024E005" & _
        "3E35EA74E00884C}: {53E35EA7300169CB621089817D20}6{3064300154088A08FF085186FF09300172B6614B" & _
        "30028A087B973067304D306A304453E35EA7306F91D1984D304C7A7A3067300172B6614B306B74067531304C51" & _
        "FA307E30593002}", _
        "Initial margin of every account in one call, a row each: account, six components, total " & _
        "(yen), state. One that cannot be computed has blanks, and its state says why."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeSay "{53E35EA7306E8868FF08898B51FA3057884C4ED8304D30015217} account, participant, kind " & _
        "{306830013042308C3070} multiplier, add_on{FF093002770175656642306F5EFA7389306E53E35EA7}", _
        "Accounts with a header row: account, participant, kind, perhaps multiplier and add_on; " & _
        "when left out, those of the positions"
    HikaeTell "CDS_IM_ACCOUNTS"
End Sub

Private Sub Tell_CDS_IM_TRADES()
    HikaeSay "{53D65F1530924E004EF6305A3064535872EC306752A03048305F3068304D306E5F53521D8A3C62E091D162408" & _
        "981984D306E589752A0FF085186FF09306830018A087B973067304D306A3044740675313002884C306F} " & _
        "trades_range {3068540C30589806306730593002}", _
        "By how many yen each trade alone raises the initial margin requirement, and what is in the" & _
        " way; rows in the order of trades_range."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeSay "{52A03048308B53D65F15306E8868FF08898B51FA3057884C4ED8304D30015217} instrument, " & _
        "notional{3002518630018CB73044304C6B63FF093002770175653067304D307E305B3093}", _
        "Trades to be added, with a header row: instrument, notional (yen, protection bought " & _
        "positive). Needed"
    HikaeTell "CDS_IM_TRADES"
End Sub

Private Sub Tell_CDS_IM_DISTRIBUTION()
    HikaeSay "{53E35EA7306E516830B730CA30EA30AA306E640D5931306E52065E0330025217306F968E7D1A306E4E0B7AEFF" & _
        "F0851863001522976CA306F8CA0FF0930684EF66570306730593002}", _
        "How an account's losses over all scenarios are distributed: lower edge of each bin (yen, " & _
        "gains negative), count."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeTell "CDS_IM_DISTRIBUTION"
End Sub

Private Sub Tell_CDS_STORED()
    HikaeSay "{4FDD5B58540D306E8868304C3053306E63A73048306B3042308B304B3002300C25CB} {4FDD5B586E08} " & _
        "stored{300D3001306A3051308C3070740675313002}", _
        "Whether this record holds the table of a stored name: {25CB} and stored, else {2717} and " & _
        "why not."
    HikaeSay "{4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Stored name: scen:2026-11-20@7f3a"
    HikaeTell "CDS_STORED"
End Sub

Private Sub Tell_CDS_VM()
    HikaeSay "{4E8C3064306E5E025834306E9593306E4E0053E35EA7306E590952D58A3C62E091D1FF085186FF09}: {66424" & _
        "FA1306E590952D5306830019593306B671F65E5306E6765305F30AF30FC30DD30F330026B63306F53C252A0800" & _
        "5306E652F6255304430029593306B30D530A930FC30EB30D030C330AF306E65E5304C3042308C30703001305D3" & _
        "06E65E5306B53D73051625530443057306A304B3063305F52063082542B307F307E305930025229606F306F542" & _
        "B307F307E305B30933002}", _
        "One account's variation margin between two markets in yen: mark to market, and the coupons" & _
        " that fell due in between; positive: the participant pays. Over fallback days it brings " & _
        "what they left out. Without price alignment."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{524D306E65E5306E5E0258343002}market_range {3068540C30585F62FF0830AB30FC30D6306F} " & _
        "settings_range {306E} previous_curve {3067308253EFFF09}", _
        "The market of the earlier day, in the form of market_range; its curve may be " & _
        "previous_curve in settings_range"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeTell "CDS_VM"
End Sub

Private Sub Tell_CDS_VM_ACCOUNTS()
    HikaeSay "{516853E35EA7306E590952D58A3C62E091D130924E005EA6306B8FD43057307E305930024E0053E35EA74E008" & _
        "84C}: {53E35EA730016C346E96300166424FA1306E590952D5300130AF30FC30DD30F330015F5365E5306E7D0" & _
        "45B9A300163018D8A305730015229606F300153D76255FF08518630016B63306F53C252A08005306E652F62553" & _
        "044FF09300172B6614B3002}hikae margin {306E} vm_stock {3068} vm_flow {306730593002}", _
        "Variation margin of every account in one call, a row each: account, level, mark to market," & _
        " coupons, trades of today, carried, price alignment, transfer (yen, positive: the " & _
        "participant pays), state; vm_stock and vm_flow of hikae margin."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeSay "{53E35EA7306E8868FF08898B51FA3057884C4ED8304D30015217} account, participant, kind " & _
        "{306830013042308C3070} multiplier, add_on{FF093002770175656642306F5EFA7389306E53E35EA7}", _
        "Accounts with a header row: account, participant, kind, perhaps multiplier and add_on; " & _
        "when left out, those of the positions"
    HikaeSay "{524D306E65E5306B906975283055308C305F984D306E8868FF08898B51FA3057884C4ED8304D30015217} " & _
        "account, measure, amount {306830013042308C3070} component, date{FF093002}measure {304C} vm" & _
        " {306E884C304C6C346E9630673001}component {304C} carried {306E884C306F30D530A930FC30EB30D03" & _
        "0C330AF306E65E5306B53D73051625530443057306A304B3063305F984D}", _
        "What was applied on the day before, with a header row: account, measure, amount, perhaps " & _
        "component and date. Rows of measure vm are the levels, those with component carried what " & _
        "fallback days left out"
    HikaeSay "{5F5365E5306E7D045B9A306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, " & _
        "notional, upfront{3002}upfront " & _
        "{306F7D4C904E5229606F30929664304F300160F35B9A5143672C6BD4FF093002770175656642306F306A3057}", _
        "Trades of today with a header row: account, instrument, notional, upfront (clean, a " & _
        "fraction); when left out, none"
    HikaeSay "{524D306E65E5306E7D42308F308A306E5EFA7389FF08}positions_range {3068540C30585217FF093002770" & _
        "175656642306F30015EFA7389304B30895F5365E5306E7D045B9A309296643044305F3082306E}", _
        "Positions at the end of the day before, in the columns of positions_range; when left out, " & _
        "those of today without the trades of today"
    HikaeTell "CDS_VM_ACCOUNTS"
End Sub

Private Sub Tell_CDS_CLEARING_FUND()
    HikaeSay "{53C252A0800530543068306E6E057B9757FA91D162408981984DFF085186FF0930014E0B965030925F5330663" & _
        "08B524D306E8CA062C55206FF085186FF093001640D5931304C67005927306E4E8C30B030EB30FC30D7306B516" & _
        "5308B53C252A08005306B306F305D306E30B730CA30EA30AA30024E0053E35EA7306730828A087B973067304D3" & _
        "06A3051308C30703001307E305F53C252A0800550743067306F300162D2307F307E30593002}", _
        "Clearing fund per participant: required (yen), its share before the floor (yen), and for " & _
        "the members of the groups that lose most the scenario in which they do. Refused where one " & _
        "account cannot be computed, and on a participant's side."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeSay "{516853E35EA7306E8868FF08898B51FA3057884C4ED8304D30015217} account, participant, kind, " & _
        "deposited_im {306830013042308C3070} affiliate_group, multiplier, " & _
        "add_on{FF093002770175653067304D307E305B3093}", _
        "Every account, with a header row: account, participant, kind, deposited_im, perhaps " & _
        "affiliate_group, multiplier and add_on. Needed"
    HikaeTell "CDS_CLEARING_FUND"
End Sub

Private Sub Tell_CDS_INTRADAY()
    HikaeSay "{65E54E2D5F53521D8A3C62E091D130024E0053E35EA74E00884C}: {53E35EA7300162408981984D300198108" & _
        "A17984D30018FFD52A0306E98108A17FF085186FF09300172B6614B30028A2D5B9A} idm_accounts {304C} " & _
        "all {3067306A3051308C307081EA5DF15206306E53E35EA730603051306730593002}", _
        "Intraday initial margin, a row each account: account, required, deposited, call (yen), " & _
        "state; house accounts alone unless the setting idm_accounts is all."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeSay "{516853E35EA7306E8868FF08898B51FA3057884C4ED8304D30015217} account, participant, kind, " & _
        "deposited_im {306830013042308C3070} affiliate_group, multiplier, " & _
        "add_on{FF093002770175653067304D307E305B3093}", _
        "Every account, with a header row: account, participant, kind, deposited_im, perhaps " & _
        "affiliate_group, multiplier and add_on. Needed"
    HikaeSay "{524D306E65E5306B906975283055308C305F984D306E8868FF08898B51FA3057884C4ED8304D30015217} " & _
        "account, measure, amount {306830013042308C3070} component, date{FF093002}measure {304C} vm" & _
        " {306E884C304C6C346E9630673001}component {304C} carried {306E884C306F30D530A930FC30EB30D03" & _
        "0C330AF306E65E5306B53D73051625530443057306A304B3063305F984D}", _
        "What was applied on the day before, with a header row: account, measure, amount, perhaps " & _
        "component and date. Rows of measure vm are the levels, those with component carried what " & _
        "fallback days left out"
    HikaeSay "{5F5365E5306E7D045B9A306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, " & _
        "notional, upfront{3002}upfront " & _
        "{306F7D4C904E5229606F30929664304F300160F35B9A5143672C6BD4FF093002770175656642306F306A3057}", _
        "Trades of today with a header row: account, instrument, notional, upfront (clean, a " & _
        "fraction); when left out, none"
    HikaeSay "{524D306E65E5306E7D42308F308A306E5EFA7389FF08}positions_range {3068540C30585217FF093002770" & _
        "175656642306F30015EFA7389304B30895F5365E5306E7D045B9A309296643044305F3082306E}", _
        "Positions at the end of the day before, in the columns of positions_range; when left out, " & _
        "those of today without the trades of today"
    HikaeTell "CDS_INTRADAY"
End Sub

Private Sub Tell_CDS_IM_EXPLAIN()
    HikaeSay "{4E0053E35EA7306E62408981984D3078306E5EFA738930543068306E5BC44E0EFF085186FF0930925927304D3" & _
        "0449806306B8FD43057307E305930025217306F929867C4300157FA790E57FA6E96984D300130B730E730FC30C" & _
        "830C130E330FC30B8300130D330C330C930FB30AA30D530A130FC30C130E330FC30B8300130AF30EC30B830C33" & _
        "0C830A430D930F330C88A3C62E091D1300130B730F330B030EB30CD30FC30E08A3C62E091D130018A083002670" & _
        "05F8C306E884C306F53E35EA7306E5272589730FB52A07B97306730018A08306E5217306E548C304C624089819" & _
        "84D306730593002}", _
        "What each position brings to one account's requirement (yen), the largest first: " & _
        "instrument, base amount, short charge, bid/offer charge, credit event margin, single name " & _
        "margin, sum. Last row: the account's multiplier and add-on; the sums add up to it."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeTell "CDS_IM_EXPLAIN"
End Sub

Private Sub Tell_CDS_IM_READINGS()
    HikaeSay "{516C88683055308C30663044306A304470B930925225306E8AAD307F65B9306B3057305F3068304D306E4E005" & _
        "3E35EA7306E62408981984D30025217306F8AAD307F65B9FF084E0A4F4D}1{FF05306E6570304865B9}/{30B93" & _
        "0C830EC30B93001307E305F306F63076570306E62713044FF09300162408981984DFF085186FF0930013044307" & _
        "E306E8AAD307F65B93068306E5DEEFF085186FF09306730593002}", _
        "One account's requirement under every other reading of what is not published: reading " & _
        "(tail rule/stress, or look-through of indices), requirement (yen), change (yen)."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeTell "CDS_IM_READINGS"
End Sub

Private Sub Tell_CDS_BACKTEST()
    HikaeSay "{516853E35EA7306E30D030C330AF30C630B930C830024E0053E35EA74E00884C}: {53E35EA7300165E565703" & _
        "00157FA790E57FA6E96984D30928D853048305F65E565703001691C5B9A306E78BA7387FF08}Kupiec{3001}Ch" & _
        "ristoffersen{30014E2165B9FF09300172B6614B3002}scenario_set " & _
        "{306F30B930D730EC30C330C9306E5C656B74306B9650308A307E30593002}", _
        "Backtest of every account, a row each: account, days, days beyond the base amount, " & _
        "probabilities of the tests (Kupiec, Christoffersen, both), state. The scenario_set must be" & _
        " a spread history."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeSay "{53E35EA7306E8868FF08898B51FA3057884C4ED8304D30015217} account, participant, kind " & _
        "{306830013042308C3070} multiplier, add_on{FF093002770175656642306F5EFA7389306E53E35EA7}", _
        "Accounts with a header row: account, participant, kind, perhaps multiplier and add_on; " & _
        "when left out, those of the positions"
    HikaeSay "{691C8A3C3059308B55B6696D65E56570FF08}1{FF5E}250{3001770175656642} " & _
        "250{FF0930025C656B74304C8DB3308A306A3051308C307030013067304D308B65E5657030603051}", _
        "How many business days are tested, 1 to 250 (250 when left out); as many as the history " & _
        "allows"
    HikaeTell "CDS_BACKTEST"
End Sub

Private Sub Tell_CDS_BACKTEST_DAYS()
    HikaeSay "{4E0053E35EA7306E30D030C330AF30C630B930C8306E4E0065E54E00884C}: {65E54ED8300157FA790E57FA6" & _
        "E96984D300162408981984D3001305D306E5F8C306E640D76CAFF0851863001640D5931306F8CA0FF0930018D8" & _
        "53048305F65E5306F} 1{300289076570306E53E35EA7304C3042308C3070} settings_range {306E} " & _
        "account {306790783073307E30593002}", _
        "One account's backtest day by day: date, base amount, requirement, what was gained after " & _
        "it (yen, losses negative), 1 where that was exceeded. Of several accounts settings_range " & _
        "names it as account."
    HikaeSay "{5EFA7389306E8868FF08898B51FA3057884C4ED8304D30015217} account, instrument, notional{30025" & _
        "18630018CB73044304C6B63FF09307E305F306F4FDD5B58540DFF08}positions:{2026FF0930024E0053E35EA" & _
        "75206300289076570306E53E35EA7304C3042308C3070} settings_range {306E} account " & _
        "{306790783073307E3059}", _
        "Positions with a header row: account, instrument, notional (yen, protection bought " & _
        "positive), or a stored name (positions:...). One account; of several, settings_range names" & _
        " it as account"
    HikaeSay "{898B51FA3057884C4ED8304D306E886830924E0A4E0B306B4E263079305F7BC456F23002929867C4FF08}inst" & _
        "ruments.csv {306E52173068} spread_bp{FF09300152725F1530AB30FC30D6FF08}curves.csv " & _
        "{306E5217FF0930013042308C307069CB6210929867C430684FE175284E8B753130025F8C306E4E093064306F}" & _
        " settings_range {306E4FDD5B58540D3067308253EF}", _
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, " & _
        "spread_bp), curve (curves.csv), perhaps constituents and events. The last three may be " & _
        "stored names in settings_range"
    HikaeSay "{30B930D730EC30C330C9306E5C656B74FF085217} date " & _
        "{3068929867C4FF09300130B730CA30EA30AAFF085217} scenario, kind " & _
        "{3068929867C4FF093001307E305F306F4FDD5B58540DFF08}scen:2026-11-20@7f3a {306E5F62FF09}", _
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the " & _
        "instruments), or a stored name such as scen:2026-11-20@7f3a"
    HikaeSay "{4E8C5217FF08540D524D30015024FF093002}account, multiplier, add_on, trade_date, " & _
        "curve_id{30014FDD5B58540D306E} curve, constituents, events, " & _
        "previous_curve{3001307E305F306F8A2D5B9A540D30023053306E5F0F30603051306B52B9304D307E3059}", _
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored " & _
        "names for curve, constituents, events, previous_curve; or any setting. They hold for this " & _
        "formula alone"
    HikaeSay "{53E35EA7306E8868FF08898B51FA3057884C4ED8304D30015217} account, participant, kind " & _
        "{306830013042308C3070} multiplier, add_on{FF093002770175656642306F5EFA7389306E53E35EA7}", _
        "Accounts with a header row: account, participant, kind, perhaps multiplier and add_on; " & _
        "when left out, those of the positions"
    HikaeSay "{691C8A3C3059308B55B6696D65E56570FF08}1{FF5E}250{3001770175656642} " & _
        "250{FF0930025C656B74304C8DB3308A306A3051308C307030013067304D308B65E5657030603051}", _
        "How many business days are tested, 1 to 250 (250 when left out); as many as the history " & _
        "allows"
    HikaeTell "CDS_BACKTEST_DAYS"
End Sub

Private Sub Tell_CDS_PLAN()
    HikaeSay "{305D306E664270B930674F55304C906975283055308C308B304BFF084F8B}: {524D65E5} / previous day'" & _
        "s{FF0930024E8B5B9F306F3001305D306E55B6696D65E5306B67005F8C306B8A1893323057305F65E56B214E8B" & _
        "5B9FFF08}hikae day {306E5B9F884C300130D630C330AF306E53D68FBCFF093068300163A73048306E4E8B5B" & _
        "9F304B308953D6308A307E30593002}", _
        "What applies at an instant, in Japanese / English, such as previous day's. The facts are " & _
        "those of the day as recorded last (a run of hikae day, an import into a workbook), and " & _
        "those recorded beside it."
    HikaeSay "settlement_price{3001}margin{3001}intraday " & _
        "{306E3069308C304B30024E00929867C430FB4E0053C252A0800530603051306A3089} " & _
        "settlement_price:ITXJS4605 {306E5F62}", _
        "settlement_price, margin or intraday; for one instrument or participant alone " & _
        "settlement_price:ITXJS4605"
    HikaeSay "{898B308B664270B9FF08540D524D4ED8304D30BB30EB} HIKAE_ASOF{FF09}", _
        "The instant to look at: the named cell HIKAE_ASOF"
    HikaeTell "CDS_PLAN"
End Sub

Private Sub Tell_CDS_PLAN_CLAUSE()
    HikaeSay "{90697528306E683962E03068306A308B67619805756A53F7300267619805304C306A3051308C307030AE30E33" & _
        "0C330D7306E756A53F73001901A5E38696D52D9306A30897A7A3002}", _
        "The clause that the ruling rests on; a named gap where there is none; blank in normal " & _
        "business."
    HikaeSay "settlement_price{3001}margin{3001}intraday " & _
        "{306E3069308C304B30024E00929867C430FB4E0053C252A0800530603051306A3089} " & _
        "settlement_price:ITXJS4605 {306E5F62}", _
        "settlement_price, margin or intraday; for one instrument or participant alone " & _
        "settlement_price:ITXJS4605"
    HikaeSay "{898B308B664270B9FF08540D524D4ED8304D30BB30EB} HIKAE_ASOF{FF09}", _
        "The instant to look at: the named cell HIKAE_ASOF"
    HikaeTell "CDS_PLAN_CLAUSE"
End Sub

Private Sub Tell_CDS_PLAN_UNTIL()
    HikaeSay "{6642523B30603051306790697528304C5909308F308A5F97308B6B21306E671F9650300267005F8C306E671F9" & _
        "650306E5F8C306F7A7A3002}", _
        "The item's next cut-off, until which the ruling holds by itself; blank after the last one."
    HikaeSay "settlement_price{3001}margin{3001}intraday " & _
        "{306E3069308C304B30024E00929867C430FB4E0053C252A0800530603051306A3089} " & _
        "settlement_price:ITXJS4605 {306E5F62}", _
        "settlement_price, margin or intraday; for one instrument or participant alone " & _
        "settlement_price:ITXJS4605"
    HikaeSay "{898B308B664270B9FF08540D524D4ED8304D30BB30EB} HIKAE_ASOF{FF09}", _
        "The instant to look at: the named cell HIKAE_ASOF"
    HikaeTell "CDS_PLAN_UNTIL"
End Sub

Private Sub Tell_CDS_PLAN_IF_NOTHING()
    HikaeSay "{4F5530825C4A304B306A3051308C307030013044306430013069306E67619805306730014F55306B5909308F3" & _
        "08B304B30026642523B306030513067306F5909308F3089306A3051308C30707A7A3002}", _
        "What it becomes if nothing arrives, when, by which clause; blank where the clock alone " & _
        "changes nothing."
    HikaeSay "settlement_price{3001}margin{3001}intraday " & _
        "{306E3069308C304B30024E00929867C430FB4E0053C252A0800530603051306A3089} " & _
        "settlement_price:ITXJS4605 {306E5F62}", _
        "settlement_price, margin or intraday; for one instrument or participant alone " & _
        "settlement_price:ITXJS4605"
    HikaeSay "{898B308B664270B9FF08540D524D4ED8304D30BB30EB} HIKAE_ASOF{FF09}", _
        "The instant to look at: the named cell HIKAE_ASOF"
    HikaeTell "CDS_PLAN_IF_NOTHING"
End Sub

Private Sub Tell_CDS_PLAN_DUE()
    HikaeSay "{305D306E664270B9306E89815BFE5FDC3092}5{884CFF08671F9650300167619805300151855BB9300172B661" & _
        "4B300162C55F53FF0930028D85904E304C51483001}6{884C76EE306B6B8B308A306E4EF665703002}", _
        "Five duties of the instant (until when, clause, duty, state, who), overdue first; row six:" & _
        " how many more."
    HikaeSay "{898B308B664270B9FF08540D524D4ED8304D30BB30EB} HIKAE_ASOF{FF09}", _
        "The instant to look at: the named cell HIKAE_ASOF"
    HikaeTell "CDS_PLAN_DUE"
End Sub

Private Sub Tell_CDS_PLAN_NEXT()
    HikaeSay "{305D306E65E5306E6B21306E671F9650300267005F8C306E671F9650306E5F8C306F7A7A3002}", _
        "The day's next cut-off; blank after the last one."
    HikaeSay "{898B308B664270B9FF08540D524D4ED8304D30BB30EB} HIKAE_ASOF{FF09}", _
        "The instant to look at: the named cell HIKAE_ASOF"
    HikaeTell "CDS_PLAN_NEXT"
End Sub

Private Sub Tell_CDS_PLAN_BASIS()
    HikaeSay "{305D306E55B6696D65E5306E7B543048304C4F55306B3088308B304B}: {53D6308A8FBC3093306065E56B214" & _
        "E8B5B9F306863A73048306E4E8B5B9F3001307E305F306F63A73048306E4E8B5B9F306030513002}", _
        "What the answers of that date rest on: the day's facts as recorded, or facts of the record" & _
        " alone."
    HikaeSay "{898B308B664270B9FF08540D524D4ED8304D30BB30EB} HIKAE_ASOF{FF09}", _
        "The instant to look at: the named cell HIKAE_ASOF"
    HikaeTell "CDS_PLAN_BASIS"
End Sub

Private Sub Tell_CDS_BOARD()
    HikaeSay "{5BFE7B56672C90E8306E4E0089A7306E4E007BC0FF085BFE8C61300172B6614B300130443064304B308930013" & _
        "0443064307E3067300151855BB9FF0930025165308A304D3089306A3044884C306F67005F8C306E884C306B4EF" & _
        "665703067793A3057307E30593002}", _
        "One section of the headquarters' board: subject, state, since, until, what is told. Rows " & _
        "without room are counted in the last one."
    HikaeSay "incident{3001}steps{3001}services{3001}centre{3001}cutoffs{3001}bodies{3001}calls{3001}ros" & _
        "ter{3001}movers{3001}decisions{3001}readiness{3001}contacts {306E3069308C304B}", _
        "One of incident, steps, services, centre, cutoffs, bodies, calls, roster, movers, " & _
        "decisions, readiness, contacts"
    HikaeSay "{898B308B664270B9FF08540D524D4ED8304D30BB30EB} HIKAE_SEEN{FF09}", _
        "The instant to look at: the named cell HIKAE_SEEN"
    HikaeTell "CDS_BOARD"
End Sub

Private Sub Tell_CDS_NUMBER()
    HikaeSay "{5165529B3055308C305F65875B57309230016B04306E53584F4D306E657050243068305730668AAD307F307E3" & _
        "0593002516889D230FB6841533A5207308A30FB25B230FB}bp{30FBFF0530928AAD307F30018AAD3081306A304" & _
        "45B57306F740675313092793A3057306662D2307F307E30593002}", _
        "Reads what was typed as a number in the column's unit: full-width digits, commas, {25B2}, " & _
        "bp and % included."
    HikaeSay "{5165529B3055308C305F65875B57307E305F306F65705024}", _
        "What was typed: text or a number"
    HikaeSay "{6B04306E53584F4D}: bp{FF08770175656642FF093001}%{3001}yen", _
        "The column's unit: bp (when left out), % or yen"
    HikaeTell "CDS_NUMBER"
End Sub
