using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Simulated;

/// <summary>What cards with AES keys refuse; that they take what is right, vectors and whole taps show.</summary>
public class AesCardTests
{
    private const string SelectApplication = "00A4040007D276000085010100";
    private static readonly string Wrong = new('0', 64);

    [Fact]
    public void An_Ultralight_AES_counts_wrong_keys_and_closes_at_its_limit()
    {
        var card = new UltralightAesCard(SelectedCard.UidBytes);
        card.Protect(firstPage: 4, reading: true, secureMessages: false, mostFailures: 2);

        for (var failure = 1; failure <= 2; failure++)
        {
            Assert.StartsWith("AF", card.Selected().Ask("1A00"), StringComparison.Ordinal);
            Assert.Equal("0", card.Ask("AF" + Wrong));
            Assert.Equal(failure, card.Failures);
        }
        Assert.Equal("4", card.Selected().Ask("1A00"));
    }

    [Fact]
    public void Keys_of_an_Ultralight_AES_are_written_last_byte_first_and_never_shown()
    {
        var card = new UltralightAesCard(SelectedCard.UidBytes).Selected();
        var key = Convert.FromHexString("000102030405060708090A0B0C0D0E0F");
        var loaded = new UltralightAesCard(SelectedCard.UidBytes);
        loaded.LoadKey(0, key);

        foreach (var write in new[] { "A2300F0E0D0C", "A2310B0A0908", "A23207060504", "A23303020100" })
            Assert.Equal("A", card.Ask(write));

        Assert.Equal(loaded.Memory.ToArray(), card.Memory.ToArray());
        Assert.Equal(new string('0', 32), card.Ask("3030"));
    }

    [Fact]
    public void The_originality_key_of_an_Ultralight_AES_is_not_written()
    {
        Assert.Equal("0", new UltralightAesCard(SelectedCard.UidBytes).Selected().Ask("A23800000001"));
    }

    [Fact]
    public void An_NTAG_424_takes_no_key_outside_its_application_and_none_that_it_has_not()
    {
        var card = new Ntag424Card(SelectedCard.UidBytes).Selected();

        Assert.Equal("9140", card.Ask("9071000002000000"));
        card.Ask(SelectApplication);
        Assert.Equal("9140", card.Ask("9071000002050000"));
        Assert.Equal("917E", card.Ask("90710000010000"));
    }

    [Fact]
    public void An_NTAG_424_refuses_a_wrong_key_and_after_its_limit_any()
    {
        var card = new Ntag424Card(SelectedCard.UidBytes) { MostFailures = 2 }.Selected();
        card.Ask(SelectApplication);

        for (var failure = 0; failure < 2; failure++)
        {
            Assert.EndsWith("91AF", card.Ask("9071000002000000"), StringComparison.Ordinal);
            Assert.Equal("91AE", card.Ask($"90AF000020{Wrong}00"));
        }
        Assert.Equal("91AE", card.Ask("9071000002000000"));
    }

    [Fact]
    public void An_NTAG_424_tells_its_UID_and_changes_keys_and_files_in_a_session_only()
    {
        var card = new Ntag424Card(SelectedCard.UidBytes).Selected();
        card.Ask(SelectApplication);

        Assert.Equal("91AE", card.Ask("9051000000"));
        Assert.Equal("91AE", card.Ask("90C400001200" + new string('0', 34) + "00"));
        Assert.Equal("919D", card.Ask("905F0000040240E0EE00"));
        Assert.Equal("0000E0EE000100" + "9100", card.Ask("90F50000010200"));
    }

    [Fact]
    public void An_NTAG_424_as_it_leaves_the_factory_has_the_files_of_its_data_sheet()
    {
        var card = new Ntag424Card(SelectedCard.UidBytes).Selected();
        card.Ask(SelectApplication);

        Assert.Equal("000000E0200000" + "9100", card.Ask("90F50000010100"));
        Assert.Equal("00033023800000" + "9100", card.Ask("90F50000010300"));
        Assert.Equal("9000", card.Ask("00A4000C02E103"));
        Assert.StartsWith("001720010000FF0406E104", card.Ask("00B0000020"), StringComparison.Ordinal);
        Assert.Equal("6A82", card.Ask("00A4000C02E106"));
        Assert.Equal("9000", card.Ask("00A4000C02E105"));
        Assert.Equal("6982", card.Ask("00B0000010"));
    }

    [Fact]
    public void A_card_with_a_random_UID_has_another_one_each_time()
    {
        var card = new DesfireCard(DesfireModel.Ev2, SelectedCard.UidBytes) { RandomUid = true };

        var first = card.Selected().Identity;
        var second = card.Selected().Identity;

        Assert.Equal((4, 0x08), (first.Uid.Length, first.Uid.Span[0]));
        Assert.NotEqual(first, second);
        Assert.Equal(SelectedCard.Uid, Convert.ToHexString(card.Uid.Span));
    }

    [Fact]
    public void A_DESFire_EV1_does_not_know_EV2_and_tells_its_generation()
    {
        var card = new DesfireCard(DesfireModel.Ev1, SelectedCard.UidBytes).Selected();

        Assert.Equal("911C", card.Ask("9071000002000000"));
        Assert.Equal("0401010100180591AF", card.Ask("9060000000"));
        Assert.Equal("0401010104180591AF", card.Ask("90AF000000"));
        Assert.StartsWith(SelectedCard.Uid, card.Ask("90AF000000"), StringComparison.Ordinal);
        Assert.Equal("911C", card.Ask("90AF000000"));
    }

    [Fact]
    public void A_DESFire_selects_the_applications_that_it_has()
    {
        var card = new DesfireCard(DesfireModel.Ev3, SelectedCard.UidBytes);
        card.LoadApplication([0xF5, 0x42, 0x30], 2);
        card.Selected();

        Assert.Equal("F542309100", card.Ask("906A000000"));
        Assert.Equal("91A0", card.Ask("905A00000311223300"));
        Assert.Equal("9100", card.Ask("905A000003F5423000"));
        Assert.Equal("9140", card.Ask("9071000002020000"));
        Assert.EndsWith("91AF", card.Ask("9071000002010000"), StringComparison.Ordinal);
    }
}
