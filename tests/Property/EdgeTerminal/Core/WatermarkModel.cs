using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>
/// One terminal, one guest, one ledger, and messages between them that take their time: lists arrive late and out of
/// order, acks before or after them. Whatever the order, the terminal must see what the list's snapshot had, less all
/// that it sold itself.
/// </summary>
internal sealed class WatermarkModel(PlantedBug bug)
{
    private const long Opening = 1_000_000;

    private readonly TerminalDriver terminal = new(Setup(kiosk: Bar with { FixedArticle = null }));
    private readonly List<Snapshot> lists = [];
    private long refilled;
    private long booked;
    private long bookedDebit;
    private long acked;
    private long sold;
    private long refilledInUse;

    public int Sales { get; private set; }

    public int ListsApplied { get; private set; }

    public void Begin()
    {
        terminal.Start();
        PublishList();
        DeliverList(0);
        terminal.Confirm();
    }

    /// <summary>One step.</summary>
    /// <exception cref="Broken">What the terminal believes is wrong.</exception>
    public void Step(ModelStep step)
    {
        switch (step.Kind)
        {
            case StepKind.Sell:
                Sell();
                break;
            case StepKind.Ingest:
                Ingest(step.Choice);
                break;
            case StepKind.Refill:
                refilled += step.Choice + 1;
                break;
            case StepKind.PublishList:
                PublishList();
                break;
            case StepKind.DeliverList:
                DeliverList(step.Choice);
                break;
            case StepKind.DeliverAck:
                DeliverAck();
                break;
            case StepKind.Restart:
                terminal.Restart();
                break;
            case StepKind.LosePower:
                terminal.LosePower();
                break;
        }
        Check();
    }

    private void Sell()
    {
        terminal.Give(new Input.ArticleChosen(Beer));
        terminal.Tap(Guest);
        if (terminal.LastFact is Fact.Sale)
        {
            sold += 350;
            Sales++;
        }
        terminal.Finish();
    }

    /// <summary>The ledger stores and books some of the records that it does not have, in order.</summary>
    private void Ingest(int choice)
    {
        var last = booked + 1 + choice;
        foreach (var record in terminal.Journal.Skip((int)booked).Take((int)(last - booked)))
        {
            bookedDebit -= record.Fact.Movements().Sum(movement => movement.Amount).MinorUnits;
            booked = record.Position.Sequence;
        }
    }

    private void PublishList() =>
        lists.Add(new Snapshot(lists.Count + 1, Opening + refilled - bookedDebit, booked, refilled));

    private void DeliverList(int choice)
    {
        // Mostly one of the latest: a terminal refuses the others.
        var list = lists[Math.Max(0, lists.Count - 1 - choice % 3)];
        var watermark = bug == PlantedBug.ListOvertakesAck ? Math.Min(list.Watermark, acked) : list.Watermark;
        var decision = terminal.ApplyList(list.Version, watermark, Card(Guest, $"TLF {list.Balance}"));
        if (decision.Ignored is not null)
            return;
        ListsApplied++;
        refilledInUse = list.Refilled;
    }

    /// <summary>The relay moves its cursor. To the balance it must mean nothing.</summary>
    private void DeliverAck()
    {
        acked = booked;
        if (bug == PlantedBug.AckGivesTheBalanceBack)
            terminal.Tamper(state => state with { Past = Forget(state.Past, acked) });
    }

    private static Remembered Forget(Remembered past, long acked) => past with
    {
        Purses = past.Purses.SetItems(past.Purses.Select(row => KeyValuePair.Create(
            row.Key,
            row.Value with
            {
                Unlisted = [.. row.Value.Unlisted.Where(unlisted => unlisted.Position.Sequence > acked)],
            }))),
    };

    private void Check()
    {
        terminal.Tap(Guest);
        var believed = terminal.Screen is GuestScreen.Balance balance ? balance.Left[0].Amount.MinorUnits : -1;
        terminal.Give(new Input.BasketCleared());
        var expected = Opening + refilledInUse - sold;
        if (believed != expected)
            throw new Broken($"the terminal believes {believed}; the guest has {expected}");
    }

    public sealed class Broken(string message) : Exception(message);

    private sealed record Snapshot(long Version, long Balance, long Watermark, long Refilled);
}
