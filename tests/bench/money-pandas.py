# fee-reconcile's peer in pandas: the same job as money-sqlite.sql.
import sys
import pandas as pd

text = {"order_no": str, "txn_no": str, "refund_no": str, "pay_until": str, "paid_at": str, "at": str, "kind": str}
o = pd.read_csv("orders.csv", dtype=text, keep_default_na=False)
s = pd.read_csv("flat.csv", dtype=text, keep_default_na=False)
b = s[s.kind == "pay"].groupby("order_no").agg(c=("txn_no", "size"), total=("amount", "sum"), at=("at", "min")).reset_index()
m = o.merge(b, on="order_no", how="outer", indicator=True)
paid = m.paid_at.notna() & (m.paid_at != "")
none = m._merge == "left_only"
m["class"] = "MATCHED"
m.loc[~paid & ~none, "class"] = "MISSING_OURS"
m.loc[~paid & ~none & (m["at"] > m.pay_until), "class"] = "LATE"
m.loc[~none & (m.total != m.amount), "class"] = "AMOUNT_MISMATCH"
m.loc[~none & (m.c >= 2) & (m.total > m.amount), "class"] = "DUPLICATE"
m.loc[none & paid, "class"] = "MISSING_BANK"
m.loc[none & paid & (m.paid_at > "2025-09-04T12:00:00"), "class"] = "IN_DOUBT"
m.loc[m._merge == "right_only", "class"] = "UNKNOWN_ORDER"
m.loc[m["class"] != "MATCHED", ["order_no", "class"]].to_csv(sys.stdout, index=False, header=False)
