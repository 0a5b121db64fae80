using CloudBridge.Contract;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

/// <summary>What the ledger sent, on a disk whose power goes.</summary>
public sealed class SentConfigStoreTests : IDisposable
{
    private readonly Site site = new();

    public void Dispose() => site.Dispose();

    /// <summary>There is always a whole one: that of before, or the next.</summary>
    [Fact]
    public void A_cut_at_any_step_leaves_one_of_the_two()
    {
        var disk = new ForgetfulDisk();
        Assert.Null(Save(Open(disk), 1));
        var cuts = new List<ForgetfulDisk> { disk.AfterPowerCut() };
        disk.Stepped = () => cuts.AddRange([disk.AfterPowerCut(), disk.AfterPowerCut(torn: 10)]);

        Assert.Null(Save(Open(disk), 2));

        Assert.True(cuts.Count > 2, "saving takes steps");
        Assert.All(cuts, cut => Assert.Null(Open(cut).Damage));
        Assert.Equal([1, 2], cuts.Select(cut => Open(cut).Kept!.Sent.Version.Version).Distinct());
        Assert.Equal([SentConfigStore.FileName], disk.Secrets);
    }

    [Fact]
    public void A_disk_that_is_full_keeps_the_one_before_and_says_so()
    {
        var disk = new ForgetfulDisk();
        var store = Open(disk);
        Assert.Null(Save(store, 1));
        disk.Room = 10;

        Assert.StartsWith("it could not be stored: No space left", Save(store, 2), StringComparison.Ordinal);

        Assert.StartsWith("1.2: it could not be stored", store.Refused, StringComparison.Ordinal);
        Assert.Equal((1, 1), (store.Kept!.Sent.Version.Version, Open(disk.AfterPowerCut()).Kept!.Sent.Version.Version));
    }

    [Fact]
    public void What_somebody_else_has_signed_or_is_for_another_terminal_is_damage()
    {
        var disk = new ForgetfulDisk();
        using var stranger = Es256Signer.Create();
        disk.Replace(SentConfigStore.FileName, SignedMessage.Sign(Message(1), stranger).Compact.Span);
        Assert.NotNull(Open(disk).Damage);

        var others = Message(1) with { To = Addressee.Of(TerminalId.Parse("tap-1")) };
        disk.Replace(SentConfigStore.FileName, SignedMessage.Sign(others, site.Ledger).Compact.Span);
        Assert.NotNull(Open(disk).Damage);
        Assert.Null(Open(disk).Kept);
    }

    [Fact]
    public void Staff_are_opened_with_the_terminals_key_and_kept_sealed()
    {
        var disk = new ForgetfulDisk();
        Assert.Null(Save(Open(disk), WithStaff(1)));

        Assert.Equal(LedgerBench.Trusting, Open(disk).Kept!.Config.Staff);
        Assert.Equal(new TerminalConfig(Staff: LedgerBench.Trusting).Hash(), Open(disk).Kept!.Sent.Hash);
        var kept = disk.Read(SentConfigStore.FileName);
        Assert.Equal(Open(disk).Kept!.Sent.Version, Read(kept).Number());
        Assert.DoesNotContain("roles", $"{Read(kept).Config}", StringComparison.Ordinal);
    }

    /// <summary>Its prices without its staff would be neither what was before nor what was said.</summary>
    [Fact]
    public void One_whose_staff_cannot_be_opened_is_refused_whole_and_the_one_before_stays()
    {
        var disk = new ForgetfulDisk();
        var store = Open(disk);
        using var stranger = Es256Signer.Create();
        Assert.Null(Save(store, 1));

        var cut = WithStaff(3);
        cut = cut with { Config = cut.Config with { Staff = cut.Config.Staff![..^30] } };

        Assert.Equal(
            "staff cannot be opened with this terminal's key: it is encrypted for another key than ours",
            Save(store, WithStaff(2, stranger.PublicKey)));
        Assert.StartsWith(
            "staff cannot be opened with this terminal's key: expected five parts", Save(store, cut),
            StringComparison.Ordinal);

        Assert.StartsWith("1.3: staff cannot be opened", store.Refused, StringComparison.Ordinal);
        Assert.Equal((1, 1), (store.Kept!.Sent.Version.Version, Open(disk).Kept!.Sent.Version.Version));
    }

    /// <summary>Its key is another: who was in force before has gone with the old one.</summary>
    [Fact]
    public void What_is_kept_and_cannot_be_opened_is_damage_unless_somebody_only_looks()
    {
        var disk = new ForgetfulDisk();
        using var stranger = Es256Signer.Create();
        Assert.Null(Save(Open(disk), WithStaff(1)));

        var opened = SentConfigStore.Open(disk, Site.Id, Site.Bar, site.LedgerKeys, stranger);
        var looked = SentConfigStore.Open(disk, Site.Id, Site.Bar, site.LedgerKeys, own: null);

        Assert.Null(opened.Kept);
        Assert.Contains("staff cannot be opened with this terminal's key", opened.Damage, StringComparison.Ordinal);
        Assert.Null(looked.Damage);
        Assert.Null(looked.Kept!.Config.Staff);
    }

    private ConfigMessage Read(byte[] signed) => SignedMessage.Read<ConfigMessage>(
        signed, site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow();

    private static ConfigMessage Message(long version) =>
        new(Site.Id, Addressee.Of(Site.Bar), 1, version, new SealedConfig());

    /// <param name="version">Which.</param>
    /// <param name="to">For whose key; null: the terminal's.</param>
    private ConfigMessage WithStaff(long version, PublicKey? to = null) => Message(version) with
    {
        Config = SealedConfig.Seal(
            new TerminalConfig(Staff: LedgerBench.Trusting), to ?? site.Terminal.PublicKey),
    };

    private SentConfigStore Open(ForgetfulDisk disk) =>
        SentConfigStore.Open(disk, Site.Id, Site.Bar, site.LedgerKeys, site.Terminal);

    private string? Save(SentConfigStore store, long version) => Save(store, Message(version));

    private string? Save(SentConfigStore store, ConfigMessage message) =>
        store.Save(message, SignedMessage.Sign(message, site.Ledger).Compact);
}
