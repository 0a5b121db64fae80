using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CloudBridge.Contract;
using CloudBridge.Ledger;

namespace Tests.Unit.CloudBridge.Ledger.Console;

/// <summary>What the console says, and how it writes numbers.</summary>
public sealed partial class ConsoleWordTests
{
    public static TheoryData<string> All =>
    [
        .. typeof(Phrases).GetFields(BindingFlags.Public | BindingFlags.Static).Select(row => row.Name),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_phrase_is_there_in_both_languages_with_the_same_holes(string name)
    {
        var phrase = (Phrase)typeof(Phrases).GetField(name)!.GetValue(null)!;

        Assert.All([phrase.English, phrase.French], words => Assert.False(string.IsNullOrWhiteSpace(words)));
        Assert.Equal(HolesOf(phrase.English), HolesOf(phrase.French));
    }

    [Fact]
    public void Whatever_reconciliation_finds_has_words() => Assert.Equal(
        ReconcileReport.Kinds.Concat(["notGranted", "rejected"]).Order(),
        RowWords.Kinds.Order());

    [Fact]
    public void Whatever_a_terminal_refuses_for_has_french_words()
    {
        var visit = new Visit(null!, Language.French, null!, "", null);

        Assert.All(Enum.GetValues<Reason>(), reason =>
            Assert.DoesNotContain($"{reason}", ReasonWords.NameOf(visit, reason), StringComparison.Ordinal));
        Assert.Equal("301 solde insuffisant", ReasonWords.NameOf(visit, Reason.BalanceTooLow));
    }

    [Theory]
    [InlineData(0, "0", "0.00", "0,00")]
    [InlineData(1_234_567, "1,234,567", "12,345.67", "12\u202f345,67")]
    [InlineData(-5, "−5", "−0.05", "−0,05")]
    public void Numbers_are_written_as_people_of_that_language_do(
        long number, string count, string english, string french)
    {
        Assert.Equal(count, Language.English.Count(number));
        Assert.Equal(english, Language.English.Hundredths(number));
        Assert.Equal(french, Language.French.Hundredths(number));
    }

    [Theory]
    [InlineData("3.50", 350)]
    [InlineData("3,5", 350)]
    [InlineData("-3", -300)]
    [InlineData("−0.05", -5)]
    [InlineData("90071992547409.91", Money.Limit)]
    public void An_amount_is_read_as_it_is_typed(string text, long minorUnits)
    {
        Assert.True(AmountText.TryRead(text, AssetId.Parse("TLF"), out var amount));
        Assert.Equal(minorUnits, amount.MinorUnits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("3.505")]
    [InlineData("1,234.50")]
    [InlineData(".5")]
    [InlineData("3.")]
    [InlineData("+3")]
    [InlineData("three")]
    [InlineData("90071992547409.92")]
    public void What_is_no_amount_is_not_guessed_at(string text) =>
        Assert.False(AmountText.TryRead(text, AssetId.Parse("TLF"), out _));

    [Fact]
    public void What_is_only_counted_has_no_hundredths()
    {
        Assert.True(AmountText.TryRead("7", AssetId.Parse("TIM"), out var amount));
        Assert.Equal(7, amount.MinorUnits);
        Assert.False(AmountText.TryRead("7.5", AssetId.Parse("TIM"), out _));
        Assert.Equal("7", AmountText.Write(Language.English, AssetId.Parse("TIM"), 7));
    }

    [Theory]
    [InlineData("fr", "en", "fr")]
    [InlineData(null, "de, fr-CA;q=0.8, en;q=0.7", "fr")]
    [InlineData("xx", "", "en")]
    [InlineData(null, null, "en")]
    public void The_language_is_the_chosen_one_or_the_browsers(string? chosen, string? accepted, string expected) =>
        Assert.Equal(expected, Language.For(chosen, accepted).Code);

    [Fact]
    public void Whatever_is_put_into_a_page_is_encoded_unless_it_is_a_piece_of_one()
    {
        var words = "<b onclick='a()'>\"&";

        var piece = Html.Of($"<p title=\"{words}\">{words}{Html.Of($"<i>{1}</i>")}</p>").ToString();

        var read = XElement.Parse(piece);
        Assert.Equal(words, read.Attribute("title")!.Value);
        Assert.Equal(words + "1", read.Value);
    }

    [Theory]
    [InlineData(new long[] { 0, 0 })]
    [InlineData(new long[] { 1, 5, -3, long.MaxValue })]
    [InlineData(new long[] { -1, -5 })]
    public void A_plot_stays_within_its_frame(long[] values)
    {
        var svg = XElement.Parse(Plot.Of(
            "a < b", 495_000, [.. values.Select(value => (Int128)value * 1_000)], Language.English.Count).ToString());

        var height = int.Parse(svg.Attribute("viewBox")!.Value.Split(' ')[3]);
        Assert.All(svg.Elements("rect"), bar =>
        {
            var (y, tall) = ((int)bar.Attribute("y")!, (int)bar.Attribute("height")!);
            Assert.InRange(y, 0, height);
            Assert.InRange(y + tall, 0, height);
        });
    }

    [Theory]
    [InlineData(24, 8)]
    [InlineData(72, 3)]
    [InlineData(168, 7)]
    public void A_plot_of_days_says_where_each_begins(int hours, int labels)
    {
        var svg = XElement.Parse(
            Plot.Of("sold", 495_005, new Int128[hours], Language.English.Count).ToString());

        var said = svg.Elements("text").Where(text => (string?)text.Attribute("class") == "hour").ToList();
        Assert.Equal(labels, said.Count);
        if (hours > 24)
            Assert.All(said, text => Assert.Matches("^[0-9]{2}/[0-9]{2}$", text.Value));
    }

    private static IEnumerable<string> HolesOf(string words) =>
        Hole().Matches(words).Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{[0-9]+\}")]
    private static partial Regex Hole();
}
