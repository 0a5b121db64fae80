using CloudBridge.Contract;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

/// <summary>The ledger's key as a terminal keeps it: what is believed is durable, and nothing else is.</summary>
public sealed class LedgerPinsTests : IDisposable
{
    private readonly Site site = new();
    private readonly Es256Signer root = Es256Signer.Create();
    private readonly Es256Signer second = Es256Signer.Create();
    private readonly Es256Signer third = Es256Signer.Create();
    private readonly ForgetfulDisk disk = new();

    private Enrolment Enrolment => site.Enrolment() with { RootKey = root.PublicKey.ToJsonWebKey() };

    public void Dispose()
    {
        site.Dispose();
        root.Dispose();
        second.Dispose();
        third.Dispose();
    }

    [Fact]
    public void A_new_key_counts_alone_and_after_a_power_cut_too()
    {
        var pins = LedgerPins.Open(disk, Enrolment);
        Assert.True(pins.Take(LedgerKeys.Line(1, site.Ledger, second, site.Ledger), out var error));
        Assert.Null(error);

        foreach (var known in new[] { pins, LedgerPins.Open(disk.AfterPowerCut(), Enrolment) })
        {
            Assert.NotNull(known.Find(second.KeyId));
            Assert.Null(known.Find(site.Ledger.KeyId));
            // What was stored under it stays good.
            Assert.NotNull(known.Ever.Find(site.Ledger.KeyId));
            Assert.False(known.Take(LedgerKeys.Line(1, site.Ledger, third, site.Ledger), out _));
            Assert.NotNull(known.Find(second.KeyId));
        }
    }

    [Fact]
    public void Who_was_away_takes_one_change_after_the_other()
    {
        byte[] both =
        [
            .. LedgerKeys.Line(1, site.Ledger, second, site.Ledger), .. LedgerKeys.Line(2, second, third, second),
        ];

        Assert.True(LedgerPins.Open(disk, Enrolment).Take(both, out _));

        var again = LedgerPins.Open(disk, Enrolment);
        Assert.NotNull(again.Find(third.KeyId));
        Assert.False(again.Take(both, out var error));
        Assert.Null(error);
    }

    [Fact]
    public void What_cannot_be_stored_is_not_believed_and_may_be_tried_again()
    {
        var pins = LedgerPins.Open(disk, Enrolment);
        disk.Room = 10;
        var change = LedgerKeys.Line(1, site.Ledger, second, site.Ledger);

        Assert.False(pins.Take(change, out var error));
        Assert.Contains("No space left", error!.Detail, StringComparison.Ordinal);
        Assert.NotNull(pins.Find(site.Ledger.KeyId));
        Assert.Null(pins.Find(second.KeyId));

        disk.Room = long.MaxValue;
        Assert.True(pins.Take(change, out _));
        Assert.NotNull(LedgerPins.Open(disk, Enrolment).Find(second.KeyId));
    }

    [Fact]
    public void The_root_needs_nothing_of_what_was_said_before()
    {
        using var thief = Es256Signer.Create();
        var pins = LedgerPins.Open(disk, Enrolment);
        Assert.True(pins.Take(LedgerKeys.Line(7, site.Ledger, thief, site.Ledger), out _));

        Assert.True(pins.Take(LedgerKeys.Line(1, site.Ledger, second, root), out _));

        var again = LedgerPins.Open(disk, Enrolment);
        Assert.NotNull(again.Find(second.KeyId));
        Assert.Null(again.Find(thief.KeyId));
        Assert.False(again.Take(LedgerKeys.Line(8, thief, third, thief), out var refused));
        Assert.Equal(FormatErrorKind.UnknownKey, refused!.Kind);
    }

    [Fact]
    public void A_file_that_does_not_follow_from_the_enrolment_is_told_with_what_to_do()
    {
        disk.Replace(LedgerPins.FileName, LedgerKeys.Line(1, third, second, third));

        var error = Assert.Throws<StateException>(() => LedgerPins.Open(disk, Enrolment));

        Assert.Contains("remove it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Enrolled_anew_behind_a_change_it_reads_what_it_kept()
    {
        Assert.True(LedgerPins.Open(disk, Enrolment).Take(
            LedgerKeys.Line(1, site.Ledger, second, site.Ledger), out _));

        var anew = LedgerPins.Open(
            disk, Enrolment with { LedgerKey = second.PublicKey.ToJsonWebKey(), LedgerKeyNumber = 1 });

        Assert.NotNull(anew.Find(second.KeyId));
    }
}
