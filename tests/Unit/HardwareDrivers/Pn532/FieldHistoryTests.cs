using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;

namespace Tests.Unit.HardwareDrivers.Pn532;

public class FieldHistoryTests
{
    // Each look: "-" for nothing, a letter for a card, several letters for several cards; r and s are phones, whose
    // UIDs are random. What is reported: "=a" was there at the first look, "+a" arrived, "2" several cards, "0" empty.
    [Theory]
    [InlineData("- - -", "")]
    [InlineData("a", "=a")]
    [InlineData("- a", "=a")]
    [InlineData("- - a", "+a")]
    [InlineData("- - a - - a", "+a 0 +a")]
    [InlineData("ab - - - a", "2 0 +a")]
    [InlineData("a a a a", "=a")]
    [InlineData("a - a", "=a")]
    [InlineData("a - a - a -", "=a")]
    [InlineData("a - -", "=a 0")]
    [InlineData("a - - -", "=a 0")]
    [InlineData("a - - a", "=a 0 +a")]
    [InlineData("a b", "=a 0 +b")]
    [InlineData("a - b", "=a 0 +b")]
    [InlineData("ab", "2")]
    [InlineData("ab ab", "2")]
    [InlineData("ab a", "2")]
    [InlineData("ab - a", "2")]
    [InlineData("ab - - a", "2 0 +a")]
    [InlineData("a ab", "=a 2")]
    [InlineData("a ab a - -", "=a 2 0")]
    [InlineData("r s", "=r")]
    [InlineData("a r", "=a 0 +r")]
    [InlineData("r a", "=r 0 +a")]
    public void Looks_become_what_happened(string looks, string expected)
    {
        var history = new FieldHistory(missesUntilEmpty: 2);

        var happened = looks.Split(' ').SelectMany((look, index) => history.See(Targets(look), index));

        Assert.Equal(expected, string.Join(' ', happened.Select(Name)));
    }

    [Fact]
    public void It_is_empty_after_the_first_looks_until_a_card_is_seen_and_after_it_is_gone()
    {
        var history = new FieldHistory(missesUntilEmpty: 2);
        Assert.False(history.IsEmpty);
        history.See(Targets("-"), 0);
        history.See(Targets("-"), 1);
        Assert.True(history.IsEmpty);

        history.See(Targets("a"), 2);
        history.See(Targets("-"), 3);
        Assert.False(history.IsEmpty);

        history.See(Targets("-"), 2);
        Assert.True(history.IsEmpty);
    }

    private static ImmutableArray<TypeATarget> Targets(string look) =>
        look == "-"
            ? []
            : [.. look.Select((letter, index) => new TypeATarget((byte)(index + 1), Card(letter), default))];

    private static CardIdentity Card(char letter) =>
        new(letter is 'r' or 's' ? [0x08, 1, 2, (byte)letter] : (byte[])[4, 1, 2, 3, 4, 5, (byte)letter], 0x44, 0);

    [Fact]
    public void After_looking_away_from_an_empty_field_it_is_not_known_who_laid_a_card_there()
    {
        var history = new FieldHistory(missesUntilEmpty: 2);
        foreach (var look in new[] { "-", "-" })
            history.See(Targets(look), 0);

        history.LookAway();

        Assert.False(history.IsKnown);
        Assert.Equal(["=a"], history.See(Targets("a"), 1).Select(Name));
    }

    [Fact]
    public void After_looking_away_a_card_that_was_known_is_the_same_card()
    {
        var history = new FieldHistory(missesUntilEmpty: 2);
        history.See(Targets("a"), 0);

        history.LookAway();

        Assert.True(history.IsKnown);
        Assert.Empty(history.See(Targets("a"), 1));
        Assert.Equal(["0", "+b"], history.See(Targets("b"), 2).Select(Name));
    }

    private static string Name(ReaderEvent happened) => happened switch
    {
        ReaderEvent.CardArrived arrived =>
            $"{(arrived.LayThere ? '=' : '+')}{(char)arrived.Card.Uid.Span[^1]}",
        ReaderEvent.SeveralCards => "2",
        ReaderEvent.FieldEmptied => "0",
        _ => "?",
    };
}
