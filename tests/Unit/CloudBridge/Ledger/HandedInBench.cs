using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A ledger with a card and a terminal that has sold once, and that will be revoked.</summary>
public abstract class HandedInBench : IDisposable
{
    protected const string Guest = "04E141125B3C80";

    protected HandedInBench()
    {
        Ledger = new LedgerBench(Owner).With((Guest, "TLF 9000"));
        Terminal = new JournalWriter(Owner);
        Ledger.Logic.Connected(0);
        Ledger.Take(Sale());
    }

    protected static Fact.FaultRaised Told { get; } = new("Revoked", "the ledger's revocation 1");

    protected Site Owner { get; } = new();

    protected LedgerBench Ledger { get; }

    protected JournalWriter Terminal { get; }

    protected int Booked => Ledger.Store.Entries().OfType<LedgerEntry.RecordBooked>().Count();

    private protected IReadOnlyList<ReportRow> Report => Ledger.Store.Read(
        books => ReconcileReport.Of(books, [], DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon)));

    private protected IEnumerable<ReportRow> HeldRows => Report.Where(row => row.Kind == "held");

    protected IReadOnlyList<string> Held => Ledger.Store.Read(
        books => books.Terminal(Site.Bar).Held.Undecided.Select(line => line.Position.ToString()).ToList());

    private protected virtual Handover Handover => new(Site.Id, Ledger.Store, Owner.Ledger);

    public void Dispose()
    {
        Owner.Dispose();
        GC.SuppressFinalize(this);
    }

    protected SignedObject Sale() => Terminal.Next(JournalWriter.Beer(Guest));

    protected void Revoke() => Assert.Null(Ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));

    /// <summary>Its last word, if it had said one, is written down as well.</summary>
    protected void RevokeAndGoOn()
    {
        Revoke();
        Ledger.Logic.OnTime(1_000);
    }

    protected AckMessage HandIn(params SignedObject[] lines)
    {
        var ack = Handover.Take(Site.Bar, LedgerBench.Message(lines).Payload, Clock.Noon).OrThrow();
        return SignedMessage.Read<AckMessage>(
            ack.Compact, Owner.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow();
    }

    protected void Say(long epoch, long queueEnd) =>
        Ledger.Logic.Received([Status(epoch, queueEnd)], now: 1, Clock.Noon);

    protected MqttMessage Status(long epoch, long queueEnd)
    {
        var status = new StatusMessage(
            Site.Id, Addressee.Ledger, Site.Bar, 1, new Nonce(7), TerminalActivity.Serving, "test", null, null, epoch,
            queueEnd, []);
        return new MqttMessage(
            LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Status),
            SignedMessage.Sign(status, Owner.Terminal).Compact);
    }
}
