using CloudBridge.Contract;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using Tests.Support;
using Tests.Unit.HardwareDrivers.Cards;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Card keys that did not come, or do not fit: those before go on.</summary>
public sealed partial class SentCardKeysTests
{
    /// <summary>The ledger has lost the file: its own file has version 1, which is retired.</summary>
    [Fact]
    public void While_the_ledger_has_them_not_at_hand_the_last_that_came_go_on_over_restarts_and_power_cuts()
    {
        var store = Opened();
        Assert.Null(Save(store, 1, Keys(2)));
        var cuts = new List<ForgetfulDisk>();
        disk.Stepped = () => cuts.Add(disk.AfterPowerCut());

        Assert.Null(Save(store, 2, NotAtHand(Keys(2, 3))));
        Assert.Null(Save(store, 3, NotAtHand(Keys(3))));

        disk.Stepped = () => { };
        Assert.Equal($"1.3: but for its card keys: {FormerCardKeys.NotAtHand}", store.Refused);
        Assert.True(store.LacksCardKeys);
        Assert.All([.. cuts, disk], at =>
        {
            var merged = InForce(Opened(at).Kept!);
            Assert.Equal([2], merged.Cards.Populations[0].Population.Versions);
            using var keys = CardKeys.Open(merged.Cards, _ => Own, merged.Sent, Unseal);
            Assert.Equal((false, true), Proves(keys));
        });
        Assert.Equal([SentConfigStore.FormerKeysName, SentConfigStore.FileName], disk.Secrets);

        // It has them at hand again, and says the same version.
        Assert.Null(Save(store, 3, Keys(1)));
        Assert.Null(store.Refused);
        Assert.False(store.LacksCardKeys);
        Assert.Equal([1], Merged(Opened().Kept!).Populations[0].Population.Versions);
        Assert.False(disk.Exists(SentConfigStore.FormerKeysName));
    }

    /// <summary>Those that it has are the very ones.</summary>
    [Fact]
    public void What_is_not_at_hand_at_the_ledger_and_is_here_is_nothing_to_complain_of()
    {
        var store = Opened();
        Assert.Null(Save(store, 1, Keys(2)));

        Assert.Null(Save(store, 2, NotAtHand(Keys(2))));

        Assert.Null(store.Refused);
        Assert.False(store.LacksCardKeys);
        store.Follow(store.Kept!, null, null);
        Assert.Null(InForce(Opened().Kept!).CardKeysUnfit);
        Assert.Equal([2], Merged(Opened().Kept!).Populations[0].Population.Versions);
        // Withdrawn: its own hold again.
        Assert.Null(Save(store, 3, (SealedCardKeys?)null));
        Assert.Equal([1], Merged(Opened().Kept!).Populations[0].Population.Versions);
        Assert.Null(Save(store, 4, NotAtHand(Keys(2))));
        Assert.Equal([1], Merged(Opened().Kept!).Populations[0].Population.Versions);
    }

    /// <summary>A limit or a PIN that is taken away must not wait for a file of keys.</summary>
    [Fact]
    public async Task What_does_not_fit_here_keeps_no_limits_from_coming_into_force()
    {
        var store = Opened();
        using var keys = Follow(store);
        Assert.Null(Save(store, 1, Keys(2)));

        Assert.Null(Save(store, 2, Keys(1, 2, 3, 4), Tight));

        Assert.StartsWith("1.2: but for its card keys: card keys: 4 versions", store.Refused, StringComparison.Ordinal);
        reload!.OrderSent();
        await AppliedAsync(1);
        Assert.Equal((Tight, 2), (applied[0].Limits, applied[0].Sent!.Sent.Version.Version));
        Assert.Equal((false, true), Proves(keys));
        Assert.Equal(1, log.Count("The ledger's card keys are not taken"));
        Assert.StartsWith("1.2: but for its card keys", store.Refused, StringComparison.Ordinal);

        // After a restart, and for the doctor.
        var kept = Opened(disk.AfterPowerCut()).Kept!;
        Assert.Equal([2], InForce(kept).Cards.Populations[0].Population.Versions);
        Assert.Contains(
            CardKeysExaminer.Examine(Local.Cards, _ => Own, kept),
            finding => finding.IsProblem && finding.Found.Contains("those before go on", StringComparison.Ordinal));

        // A later one fits.
        Assert.Null(Save(store, 3, Keys(1, 2), Tight));
        Assert.Null(store.Refused);
        reload.OrderSent();
        await AppliedAsync(2);
        Assert.Equal((true, true), Proves(keys));
        Assert.False(disk.Exists(SentConfigStore.FormerKeysName));
    }

    /// <summary>The operator has added what was missing: no restart, and nobody has to send it again.</summary>
    [Fact]
    public async Task A_file_of_keys_that_was_mended_is_read_again_on_reload()
    {
        var store = Opened();
        var own = "{}";
        using var keys = Follow(store, () => own, mayLack: true);
        Assert.Null(Save(store, 1, Keys(2)));
        var others = SiteCardKeys.Write([new("others", "proof", 1, Digits(1))]);
        Assert.Null(Save(store, 2, others, Tight));
        Assert.StartsWith("1.2: but for its card keys: env:CARD_KEYS has no key", store.Refused);
        reload!.OrderSent();
        await AppliedAsync(1);
        Assert.Equal((false, true), Proves(keys));

        own = Own;
        reload.Order();
        await AppliedAsync(2);
        Assert.Equal((true, false), Proves(keys));
        Assert.Null(store.Refused);

        // What would take away a key that is in use is not taken.
        own = "{}";
        reload.Order();
        await AppliedAsync(3);
        Assert.Equal((true, false), Proves(keys));
        Assert.Equal(1, log.Count("The file of card keys is not taken"));
    }

    /// <summary>It has started all the same, because the ledger may send them.</summary>
    [Fact]
    public async Task Whoever_lacks_keys_and_was_sent_none_comes_into_force_with_no_reload_before_it_has_them()
    {
        var own = "{}";
        using var keys = Follow(Opened(), () => own, mayLack: true);

        reload!.Order();
        await Eventually.TrueAsync(
            () => log.Count("The new configuration is not taken") == 1, "it is not taken", Cancellation);
        Assert.Empty(applied);

        own = Own;
        reload.Order();
        await AppliedAsync(1);
        Assert.Equal((true, false), Proves(keys));
    }

    /// <summary>They were not at hand and its prices do not fit: the keys are taken when they come.</summary>
    [Fact]
    public void Keys_that_are_at_hand_again_are_taken_though_prices_do_not_fit()
    {
        var store = Opened();
        using var keys = Follow(store);
        Assert.Null(Save(store, 1, Keys(1)));
        Assert.Null(Save(store, 2, Dear(NotAtHand(Keys(2)))));
        Assert.Contains("but for its prices", store.Refused, StringComparison.Ordinal);
        Assert.True(store.LacksCardKeys);

        var healed = Message(2, Keys(2)).Config.CardKeys!;
        Assert.Null(Save(store, 2, Dear(healed)));

        Assert.False(store.LacksCardKeys);
        Assert.DoesNotContain(FormerCardKeys.NotAtHand, store.Refused, StringComparison.Ordinal);
        Assert.Equal([2], InForce(Opened().Kept!).Cards.Populations[0].Population.Versions);
    }

    /// <summary>What was in force has rotted: the keys that go on have a file of their own.</summary>
    [Fact]
    public void What_does_not_fit_is_taken_in_part_again_after_it_was_lost()
    {
        var store = Opened();
        using var first = Follow(store);
        Assert.Null(Save(store, 1, Keys(2)));
        Assert.Null(Save(store, 2, Keys(1, 2, 3, 4), Tight));
        disk.Replace(SentConfigStore.FileName, "rotten"u8);
        var again = Opened();
        again.Demand(new ConfigVersion(1, 2));
        Assert.True(again.IsLost);
        reload!.Follow(Local, again, TerminalLimits.Default);

        Assert.Null(Save(again, 2, Keys(1, 2, 3, 4), Tight));

        Assert.False(again.IsLost);
        Assert.Equal([2], InForce(Opened().Kept!).Cards.Populations[0].Population.Versions);
    }

    /// <summary>A later one comes, and the ledger has no keys at hand: the only good ones are in the file.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Keys_that_go_on_outlive_the_loss_of_the_configuration_that_they_counted_with(bool isGone)
    {
        var store = Opened();
        Assert.Null(Save(store, 1, Keys(2)));
        Assert.Null(Save(store, 2, NotAtHand(Keys(2, 3))));
        if (isGone)
            disk.Delete(SentConfigStore.FileName);
        else
            disk.Replace(SentConfigStore.FileName, "rotten"u8);
        var again = Opened();
        again.Demand(new ConfigVersion(1, 2));
        Assert.True(again.IsLost);
        var cuts = new List<ForgetfulDisk>();
        disk.Stepped = () => cuts.Add(disk.AfterPowerCut());

        Assert.Null(Save(again, 3, NotAtHand(Keys(3))));
        disk.Stepped = () => { };

        Assert.Equal([2], InForce(again.Kept!).Cards.Populations[0].Population.Versions);
        Assert.Equal([2], InForce(Opened().Kept!).Cards.Populations[0].Population.Versions);
        Assert.NotEmpty(cuts);
        Assert.All(cuts, cut =>
        {
            var after = Opened(cut);
            after.Demand(new ConfigVersion(1, 2));
            if (after.IsLost)
                Assert.Null(Save(after, 3, NotAtHand(Keys(3))));
            Assert.Equal([2], InForce(after.Kept!).Cards.Populations[0].Population.Versions);
        });
    }

    /// <summary>
    /// It could not be removed when keys came after it, and its own file has one that is retired: nobody is served
    /// until the keys come.
    /// </summary>
    [Fact]
    public void Keys_of_before_those_that_were_in_force_last_do_not_come_back()
    {
        var store = Opened();
        Assert.Null(Save(store, 1, Keys(2)));
        Assert.Null(Save(store, 2, NotAtHand(Keys(2, 3))));
        disk.Delete(SentConfigStore.FileName);
        var again = Opened();
        again.Demand(new ConfigVersion(1, 3));

        Assert.Equal(FormerCardKeys.NotAtHand, Save(again, 4, NotAtHand(Keys(3))));
        Assert.True(again.IsLost);

        Assert.Null(Save(again, 5, Keys(3)));
        Assert.Equal([3], InForce(again.Kept!).Cards.Populations[0].Population.Versions);
    }

    [Fact]
    public void Where_no_card_proves_itself_limits_do_not_wait_for_card_keys()
    {
        var store = Opened();
        store.ProvesCards = () => false;
        store.Demand(new ConfigVersion(1, 3));

        Assert.Null(Save(store, 4, NotAtHand(Keys(3))));

        Assert.False(store.IsLost);
    }

    private static SealedConfig Dear(SealedCardKeys keys) => new(
        [new PricedArticle(ArticleId.Parse("beer"), new Money(400), Allowance: "alcohol")],
        Limits: Tight,
        CardKeys: keys);

    [Fact]
    public void Where_no_populations_are_configured_no_card_is_asked_anything()
    {
        using var keys = CardKeys.Open(CardSettings.None, _ => null, Kept(2), Unseal);

        Assert.Equal(
            CardProof.Nothing, keys.Prove(new TwinChannel(TestCards.Twin("UltralightAes", 1)), Cancellation));
    }
}
