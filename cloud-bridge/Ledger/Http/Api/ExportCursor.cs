using System.Globalization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// How far somebody has exported: <c>LINE.HASH</c>. The hash tells whether the log still has that line: one that was
/// restored from a backup may have another there, or none.
/// </summary>
/// <param name="Line">The number of the last line; 0: there is none.</param>
/// <param name="Hash">Its hash.</param>
internal readonly record struct ExportCursor(long Line, Digest Hash)
{
    private const string Beginning = "0";

    /// <summary>What <c>after</c> is asked for.</summary>
    public static ApiQuery Query { get; } = new(
        "after",
        "The cursor of the last line that is here already; 0: none is.",
        "a cursor as an export has it, or 0",
        text => TryParse(text, out _));

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(string text, out ExportCursor cursor)
    {
        cursor = default;
        if (text == Beginning)
            return true;
        if (text.Split('.') is not [var line, var digits] ||
            !long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ||
            number is < 1 or > Money.Limit ||
            !Digest.TryParse(digits, out var hash))
            return false;
        cursor = new ExportCursor(number, hash);
        return true;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}.{Hash}");
}
