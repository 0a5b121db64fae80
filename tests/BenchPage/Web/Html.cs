using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Tests.BenchPage;

/// <summary>A piece of a page. What is put into one is encoded, unless it is one itself.</summary>
internal sealed record Html(string Text)
{
    /// <summary>Nothing.</summary>
    public static Html None { get; } = new("");

    /// <summary>A piece with holes.</summary>
    public static Html Of(Writer text) => new(text.ToString());

    /// <summary>Pieces one behind the other.</summary>
    public static Html All(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.Text)));

    /// <summary>A piece, or nothing.</summary>
    public static Html If(bool condition, Func<Html> piece) => condition ? piece() : None;

    /// <summary>Takes an interpolated string apart.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Writer(int literalLength, int formattedCount)
    {
        private readonly StringBuilder text = new(literalLength + formattedCount * 16);

        public void AppendLiteral(string markup) => text.Append(markup);

        public void AppendFormatted(Html piece) => text.Append(piece.Text);

        public void AppendFormatted(string? words) => text.Append(HtmlEncoder.Default.Encode(words ?? ""));

        public void AppendFormatted(long number) => text.Append(number.ToString(CultureInfo.InvariantCulture));

        public override string ToString() => text.ToString();
    }
}
