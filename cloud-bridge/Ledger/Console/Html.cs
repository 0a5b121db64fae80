using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CloudBridge.Ledger;

/// <summary>
/// A piece of a page. What is put into the holes of one is encoded, unless it is a piece itself: nobody can forget to.
/// </summary>
internal sealed class Html
{
    /// <summary>Only what has a meaning in HTML is written otherwise: pages are UTF-8.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string text;

    private Html(string text) => this.text = text;

    /// <summary>Nothing.</summary>
    public static Html None { get; } = new("");

    /// <summary>A piece with holes.</summary>
    public static Html Of(Writer piece) => new(piece.ToString());

    /// <summary>Pieces one behind the other.</summary>
    public static Html All(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.text)));

    /// <summary>A piece for each of something.</summary>
    public static Html Each<T>(IEnumerable<T> rows, Func<T, Html> piece) => All(rows.Select(piece));

    /// <summary>A piece, or nothing.</summary>
    public static Html If(bool condition, Func<Html> piece) => condition ? piece() : None;

    /// <summary>As it is sent.</summary>
    public override string ToString() => text;

    /// <summary>Takes an interpolated string apart.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Writer(int literalLength, int formattedCount)
    {
        private readonly StringBuilder text = new(literalLength + formattedCount * 16);

        public void AppendLiteral(string markup) => text.Append(markup);

        public void AppendFormatted(Html piece) => text.Append(piece.text);

        public void AppendFormatted(string? words) => text.Append(Encoder.Encode(words ?? ""));

        public void AppendFormatted(long number) => text.Append(number.ToString(CultureInfo.InvariantCulture));

        public override string ToString() => text.ToString();
    }
}
