using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>Closings for other programs: amounts in minor units, as everywhere.</summary>
internal static class ClosingWriter
{
    private const string Header =
        "closing,record,time,trusted,checked,kind,article,asset,taxBasisPoints,quantity,amount,staff";

    /// <summary>A row for each closing, and one an amount; RFC 4180 without anything that needs a quote.</summary>
    public static string Csv(IEnumerable<AuditedClosing> closings)
    {
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (var closing in closings)
        {
            void Row(
                string kind, string article, object? asset, object? tax, object? quantity, object? amount,
                object? staff) =>
                text.Append(CultureInfo.InvariantCulture, $"{closing.Closure.Number},{closing.Record.Position},")
                    .Append(CultureInfo.InvariantCulture, $"{TimeOf(closing)},{Trusted(closing)},{CheckOf(closing)},")
                    .Append(CultureInfo.InvariantCulture, $"{kind},{article},{asset},{tax},{quantity},{amount},{staff}")
                    .Append("\r\n");

            Row("closed", "", null, null, null, null, closing.Closure.Staff);
            if (closing.Closure.Unreadable is > 0 and var unreadable)
                Row("unreadable", "", null, null, unreadable, null, null);
            foreach (var row in closing.Closure.Totals)
                Row("sold", $"{row.Article}", row.Asset, row.TaxBasisPoints, row.Quantity, row.Amount, null);
            foreach (var row in closing.Closure.Voided)
                Row("voided", $"{row.Article}", row.Asset, row.TaxBasisPoints, row.Quantity, row.Amount, null);
            foreach (var row in closing.Closure.Cash)
            {
                Row("refilled", "", row.Asset, null, row.Refills, row.Refilled, row.Staff);
                Row("deposits", "", row.Asset, null, row.Items, row.Returned, row.Staff);
            }
            foreach (var row in closing.Closure.Perpetual)
                Row("perpetual", "", row.Asset, null, null, row.Amount, null);
        }
        return text.ToString();
    }

    /// <summary>An array with an object for each.</summary>
    public static string Json(IEnumerable<AuditedClosing> closings)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var closing in closings)
                Write(json, closing);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, AuditedClosing closing)
    {
        json.WriteStartObject();
        json.WriteNumber("number", closing.Closure.Number);
        json.WriteString("site", closing.Record.Site.ToString());
        json.WriteString("terminal", closing.Record.Terminal.ToString());
        json.WriteString("record", closing.Record.Position.ToString());
        json.WriteString("before", closing.Closure.Before?.ToString());
        json.WriteString("time", TimeOf(closing));
        json.WriteBoolean("timeTrusted", closing.Record.Stamp.Trusted);
        json.WriteString("staff", closing.Closure.Staff?.ToString());
        json.WriteString("checked", closing switch
        {
            { IsWhole: false } => $"not: {AuditedClosing.WhyNotChecked}",
            { Flaw: null } => "equal to the journal",
            _ => closing.Flaw,
        });
        json.WriteNumber("unreadable", closing.Closure.Unreadable);
        Write(json, "sold", closing.Closure.Totals);
        Write(json, "voided", closing.Closure.Voided);
        json.WriteStartArray("cash");
        foreach (var row in closing.Closure.Cash)
        {
            json.WriteStartObject();
            json.WriteString("staff", row.Staff.ToString());
            json.WriteString("asset", row.Asset.ToString());
            json.WriteNumber("refills", row.Refills);
            json.WriteNumber("refilled", row.Refilled.MinorUnits);
            json.WriteNumber("deposits", row.Items);
            json.WriteNumber("returned", row.Returned.MinorUnits);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("perpetual");
        foreach (var row in closing.Closure.Perpetual)
            json.WriteNumber(row.Asset.ToString(), row.Amount.MinorUnits);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ValueList<ClosureTotal> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("article", row.Article.ToString());
            json.WriteString("asset", row.Asset?.ToString());
            json.WriteNumber("taxBasisPoints", row.TaxBasisPoints);
            json.WriteNumber("quantity", row.Quantity);
            json.WriteNumber("amount", row.Amount.MinorUnits);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string TimeOf(AuditedClosing closing) => closing.Record.Stamp.WallTime.UtcDateTime.ToString(
        "yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string CheckOf(AuditedClosing closing) => closing switch
    {
        { IsWhole: false } => "not",
        { Flaw: null } => "equal",
        _ => "WRONG",
    };

    private static string Trusted(AuditedClosing closing) => closing.Record.Stamp.Trusted ? "true" : "false";
}
