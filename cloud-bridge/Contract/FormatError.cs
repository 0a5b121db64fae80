using System.Globalization;

namespace CloudBridge.Contract;

/// <summary>Why bytes from outside were not accepted. The only thing that hostile bytes may cause.</summary>
/// <param name="Kind">What a caller may act on.</param>
/// <param name="Detail">For people: where, what was found, what was expected.</param>
public sealed record FormatError(FormatErrorKind Kind, string Detail)
{
    private const int LongestDetail = 300;

    /// <summary>
    /// For a log line. The detail may quote what was sent: it is cut, and what could begin a line of its own or turn
    /// the text round is not let through.
    /// </summary>
    public override string ToString()
    {
        var detail = Detail.Length > LongestDetail ? string.Concat(Detail.AsSpan(0, LongestDetail), "…") : Detail;
        return $"{Kind}: {string.Create(detail.Length, detail, Soften)}";
    }

    private static void Soften(Span<char> line, string detail)
    {
        for (var i = 0; i < line.Length; i++)
            line[i] = IsPlain(detail[i]) ? detail[i] : '?';
    }

    private static bool IsPlain(char one) => char.GetUnicodeCategory(one) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
