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

    private static ConfigMessage Message(long version) =>
        new(Site.Id, Addressee.Of(Site.Bar), 1, version, TerminalConfig.Nothing);

    private SentConfigStore Open(ForgetfulDisk disk) =>
        SentConfigStore.Open(disk, Site.Id, Site.Bar, site.LedgerKeys);

    private string? Save(SentConfigStore store, long version) =>
        store.Save(Message(version), SignedMessage.Sign(Message(version), site.Ledger).Compact);
}
