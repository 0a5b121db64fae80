using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Simulated;

/// <summary>InListPassiveTarget and its kin, against cards in every state.</summary>
public class ListingTests
{
    private const string None = "4B00";
    private const string Short = "4B01" + "0100040804" + "1ADA7444";
    private const string Double = "4B01" + "0100440007" + "04A23B1C5D6E80";
    private const string Triple = "4B01" + "010084000A" + "0102030405060708090A";

    [Theory]
    [InlineData("1ADA7444", Short)]
    [InlineData("04A23B1C5D6E80", Double)]
    [InlineData("0102030405060708090A", Triple)]
    public void A_card_of_each_length_is_listed(string uid, string response)
    {
        Assert.Equal(response, Tried(uid).Ask("4A0100"));
    }

    [Fact]
    public void A_card_of_part_4_is_listed_with_its_answer_to_select()
    {
        var rig = Tried();
        rig.Chip.Field.Put(Part4Card());

        Assert.Equal("4B01" + "0103442007042F1C5A7B3D80" + "067577810280", rig.Ask("4A0100"));
    }

    [Fact]
    public void Without_automatic_RATS_there_is_no_answer_to_select()
    {
        var rig = Tried();
        rig.Chip.Field.Put(Part4Card());
        rig.Ask("1204");

        Assert.Equal("4B01" + "0103442007042F1C5A7B3D80", rig.Ask("4A0100"));
    }

    [Fact]
    public void An_empty_field_is_answered_after_the_retries_and_never_with_FF()
    {
        var rig = Tried();
        Assert.Equal(None, rig.Ask("4A0100"));

        rig.Ask("3205FF01FF");
        Assert.Equal("", rig.Ask("4A0100"));
    }

    [Fact]
    public void A_card_put_while_the_chip_looks_is_listed()
    {
        var rig = ChipRig.Awake();
        rig.Send(FrameEncoder.Information(FrameDirection.ToChip, [0x4A, 0x01, 0x00]));
        rig.Advance(300);
        rig.Chip.Field.Put(Pn532.ReaderRig.Card("1ADA7444"));

        rig.Advance(40);

        Assert.Equal(Short, Convert.ToHexString(Assert.IsType<Frame.Information>(rig.Frames[^1]).Data.Span));
    }

    // Reported of the real chip: https://community.nxp.com/thread/481864.
    [Fact]
    public void Listed_with_at_most_two_one_card_sleeps_and_is_not_listed_again()
    {
        var rig = Tried("1ADA7444");

        Assert.Equal(Short, rig.Ask("4A0200"));
        Assert.Equal(None, rig.Ask("4A0200"));
        Assert.Equal(None, rig.Ask("4A0200"));
    }

    // Reported in the same place: two, then one, then none.
    [Fact]
    public void Two_cards_are_listed_as_two_then_as_one_then_not_at_all()
    {
        var rig = Tried("1ADA7444", "04A23B1C5D6E80");

        var answers = new[] { rig.Ask("4A0200"), rig.Ask("4A0200"), rig.Ask("4A0200") };

        Assert.Equal(["4B02", "4B01", "4B00"], answers.Select(answer => answer[..4]));
    }

    [Fact]
    public void An_active_card_misses_one_request_and_answers_the_next()
    {
        var rig = Tried("1ADA7444");
        rig.Ask("3205FF0100");
        var answers = Enumerable.Range(0, 4).Select(_ => rig.Ask("4A0100")).ToList();

        Assert.Equal([Short, None, Short, None], answers);
    }

    [Theory]
    [InlineData(3, None)]
    [InlineData(6, Short)]
    public void A_card_without_field_for_long_enough_starts_anew(double milliseconds, string expected)
    {
        var rig = Tried("1ADA7444");
        rig.Ask("4A0200");
        rig.Ask("320100");

        rig.Advance(milliseconds - 2.5);

        Assert.Equal(expected, rig.Ask("4A0200"));
    }

    [Fact]
    public void A_card_put_to_sleep_answers_only_to_its_name()
    {
        var rig = Tried("04A23B1C5D6E80");
        rig.Ask("4A0100");
        Assert.Equal("4500", rig.Ask("4401"));

        Assert.Equal(None, rig.Ask("4A0100"));
        Assert.Equal(Double, rig.Ask("4A0100" + "8804A23B" + "1C5D6E80"));
    }

    [Theory]
    [InlineData("8804A23B1C5D6E80", Double)]
    [InlineData("8804", Double)]
    [InlineData("8805A23B1C5D6E80", None)]
    [InlineData("04A23B1C5D6E80", None)]
    public void A_listing_by_UID_finds_that_card_only(string wanted, string expected)
    {
        Assert.Equal(expected, Tried("04A23B1C5D6E80").Ask("4A0100" + wanted));
    }

    [Theory]
    [InlineData("4A010100FFFF0100")]
    [InlineData("4A010200FFFF0100")]
    [InlineData("4A010300")]
    [InlineData("4A0104")]
    public void Other_modulations_find_nothing(string command)
    {
        Assert.Equal(None, Tried("1ADA7444").Ask(command));
    }

    [Fact]
    public void Cards_that_differ_in_the_last_bit_only_are_told_apart()
    {
        var rig = Tried("04A23B1C5D6E80", "04A23B1C5D6E00");

        var answer = rig.Ask("4A0200");

        Assert.StartsWith("4B02", answer, StringComparison.Ordinal);
        Assert.Contains("04A23B1C5D6E80", answer, StringComparison.Ordinal);
        Assert.Contains("04A23B1C5D6E00", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_can_be_read_and_one_that_is_gone_times_out()
    {
        var rig = Tried();
        var card = Pn532.ReaderRig.Card("04A23B1C5D6E80");
        rig.Chip.Field.Put(card);
        rig.Ask("4A0100");

        Assert.Equal("410004A23B151C5D6E80AF480000E1101200", rig.Ask("40013000"));

        rig.Chip.Field.Take(card);
        Assert.Equal("4101", rig.Ask("40013000"));
    }

    [Fact]
    public void Of_two_listed_cards_each_can_be_read()
    {
        var rig = Tried("04A23B1C5D6E80", "047F11223344AA");
        rig.Ask("4A0200");

        var pages = new[] { rig.Ask("40013000"), rig.Ask("40023000"), rig.Ask("40013000") };

        Assert.All(pages, page => Assert.StartsWith("410004", page, StringComparison.Ordinal));
        Assert.NotEqual(pages[0], pages[1]);
        Assert.Equal(pages[0], pages[2]);
    }

    [Fact]
    public void Raw_talk_reaches_the_active_card_and_nobody_else()
    {
        var rig = Tried("04A23B1C5D6E80");
        Assert.Equal("4301", rig.Ask("423000"));

        rig.Ask("4A0100");
        Assert.StartsWith("430004A23B", rig.Ask("423000"), StringComparison.Ordinal);
        Assert.Equal("4301", rig.Ask("42"));
    }

    [Theory]
    [InlineData("60010100", "610110" + "0C" + "0100440007" + "04A23B1C5D6E80")]
    [InlineData("60010110", "610110" + "0C" + "0100440007" + "04A23B1C5D6E80")]
    [InlineData("6001012003", "6100")]
    [InlineData("60010111", "6100")]
    public void Polling_of_several_kinds_finds_the_one_that_is_there(string command, string expected)
    {
        Assert.Equal(expected, Tried("04A23B1C5D6E80").Ask(command));
    }

    [Fact]
    public void A_deselected_card_can_be_selected_again_and_a_released_one_is_forgotten()
    {
        var rig = Tried("04A23B1C5D6E80");
        rig.Ask("4A0100");

        Assert.Equal("4500", rig.Ask("4401"));
        Assert.Equal("5500", rig.Ask("5401"));
        Assert.Equal("5300", rig.Ask("5201"));
        Assert.Equal("5527", rig.Ask("5401"));
    }

    private static ChipRig Tried(params string[] uids)
    {
        var rig = ChipRig.Awake();
        rig.Ask("3205FF0102");
        foreach (var uid in uids)
            rig.Chip.Field.Put(Pn532.ReaderRig.Card(uid));
        return rig;
    }

    private static EmulatedCard Part4Card() => new(
        new CardIdentity(Convert.FromHexString("042F1C5A7B3D80"), 0x0344, 0x20), Convert.FromHexString("7577810280"));
}
