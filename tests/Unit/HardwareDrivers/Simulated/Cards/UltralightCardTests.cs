using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Simulated;

public class UltralightCardTests
{
    [Theory]
    [InlineData("NTAG213", "0004040201000F03", 45)]
    [InlineData("NTAG215", "0004040201001103", 135)]
    [InlineData("NTAG216", "0004040201001303", 231)]
    [InlineData("Ultralight EV1 48", "0004030101000B03", 20)]
    [InlineData("Ultralight EV1 128", "0004030101000E03", 41)]
    public void Each_model_says_what_it_is_and_has_its_size(string name, string version, int pages)
    {
        var card = Card(Model(name));

        Assert.Equal(version, card.Ask("60"));
        Assert.Equal(8 * pages, card.Ask($"3A00{pages - 1:X2}").Length);
        Assert.Equal("0", card.Ask($"30{pages:X2}"));
    }

    [Fact]
    public void Reading_goes_round_at_the_end_and_never_shows_the_password()
    {
        Assert.Equal("00000000" + "00000000" + "04A23B15" + "1C5D6E80", Card().Ask("302B"));
    }

    [Fact]
    public void What_is_behind_the_password_is_read_and_written_after_it_only()
    {
        var card = Protected(mostFailures: 0);

        Assert.Equal("0", card.Ask("3004"));
        Assert.Equal("0", card.Selected().Ask("A20411223344"));
        Assert.Equal("CAFE", card.Selected().Ask("1BDEADBEEF"));
        Assert.Equal("A", card.Ask("A20411223344"));
        Assert.StartsWith("11223344", card.Ask("3004"), StringComparison.Ordinal);
        Assert.Equal("0", card.Selected().Ask("3004"));
    }

    [Fact]
    public void Before_the_protected_pages_reading_goes_round()
    {
        Assert.Equal(Protected(mostFailures: 0).Ask("3000")[..8], Protected(mostFailures: 0).Ask("3003")[8..16]);
    }

    [Fact]
    public void After_so_many_wrong_passwords_the_right_one_is_wrong_as_well()
    {
        var card = Protected(mostFailures: 2);

        Assert.Equal("0", card.Ask("1B00000000"));
        Assert.Equal("CAFE", card.Selected().Ask("1BDEADBEEF"));
        Assert.Equal("0", card.Selected().Ask("1B00000000"));
        Assert.Equal("0", card.Selected().Ask("1B00000000"));
        Assert.Equal("4", card.Selected().Ask("1BDEADBEEF"));
    }

    [Fact]
    public void An_NTAG_counts_the_first_reading_after_each_power_up()
    {
        var card = Card();
        Assert.Equal("0", card.Ask("3902"));
        card.CountReadings();

        card.Selected().Ask("3000");
        card.Ask("3000");
        Assert.Equal("010000", card.Ask("3902"));
        card.Selected().Ask("3A0001");
        Assert.Equal("020000", card.Ask("3902"));
    }

    [Fact]
    public void Counters_of_an_Ultralight_EV1_go_up_and_never_over()
    {
        var card = Card(UltralightModel.Ultralight11);

        Assert.Equal("A", card.Ask("A50101020000"));
        Assert.Equal("010200", card.Ask("3901"));
        Assert.Equal("4", card.Ask("A501FFFFFF00"));
        Assert.Equal("010200", card.Selected().Ask("3901"));
        Assert.Equal("0", card.Ask("3903"));
    }

    [Fact]
    public void Locks_and_one_time_pages_cannot_be_taken_back()
    {
        var card = Card();

        Assert.Equal("A", card.Ask("A20300000F00"));
        Assert.Equal("E1101F00", card.Ask("3003")[..8]);
        Assert.Equal("A", card.Ask("A2020000" + "1000"));
        Assert.Equal("0", card.Ask("A20411223344"));
        Assert.Equal("A", card.Selected().Ask("A2020000" + "0000"));
        Assert.Equal("0", card.Ask("A20411223344"));
        Assert.Equal("0", card.Selected().Ask("A20011223344"));
    }

    [Fact]
    public void What_it_does_not_know_it_denies_and_falls_asleep()
    {
        var card = Card();

        Assert.Equal("0", card.Ask("FF"));
        Assert.Equal("", card.Ask("60"));
    }

    private static UltralightModel Model(string name) => new[]
    {
        UltralightModel.Ntag213, UltralightModel.Ntag215, UltralightModel.Ntag216, UltralightModel.Ultralight11,
        UltralightModel.Ultralight21,
    }.Single(model => model.Name == name);

    private static UltralightCard Card(UltralightModel? model = null) =>
        new UltralightCard(model ?? UltralightModel.Ntag213, SelectedCard.UidBytes).Selected();

    private static UltralightCard Protected(byte mostFailures)
    {
        var card = Card();
        card.Protect([0xDE, 0xAD, 0xBE, 0xEF], [0xCA, 0xFE], firstPage: 4, reading: true, mostFailures);
        return card;
    }
}
