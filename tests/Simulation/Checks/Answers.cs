using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>
/// What a display is asked to say to a guest. Each yes is of a durable sale of that to that card: it is said once,
/// again to a card that slips, and earlier when nobody has seen it.
/// </summary>
/// <param name="agenda">The true time.</param>
/// <param name="machine">Whose display.</param>
/// <param name="witness">What its disk made durable.</param>
internal sealed class Answers(Agenda agenda, Machine machine, Witness witness)
{
    /// <summary>Clocks drift by so little.</summary>
    private const long Slack = 1_000;

    private const string Invariant = "nothing is shown approved that is not durable";

    private static readonly KioskSetup Times = new(FixedArticle: null, PriceListVersion: 1);

    private readonly Dictionary<RecordPosition, (Fact.Sale Sale, long At)> sales = [];
    private readonly Dictionary<CardToken, RecordPosition> latest = [];
    private readonly HashSet<RecordPosition> shown = [];
    private readonly HashSet<RecordPosition> approved = [];
    private long startedAt;
    private Yes? said;

    /// <summary>A guest has seen that yes, or the terminal says so.</summary>
    public bool WasShown(RecordPosition sale) => shown.Contains(sale);

    /// <summary>A process starts.</summary>
    public void Started() => (startedAt, said) = (agenda.Now, null);

    /// <summary>An older image is on its disk.</summary>
    public void Restored()
    {
        foreach (var gone in sales.Keys.Where(sale => !(sale <= witness.Last?.Record.Position)).ToList())
        {
            sales.Remove(gone);
            approved.Remove(gone);
            shown.Remove(gone);
        }
        latest.Clear();
        foreach (var (position, row) in sales.OrderBy(row => row.Key))
            Remember(row.Sale, position);
    }

    /// <summary>A sale is durable.</summary>
    public void Sold(RecordPosition position, Fact.Sale sale)
    {
        sales[position] = (sale, agenda.Now);
        Remember(sale, position);
    }

    /// <summary>Two cards may have paid together.</summary>
    private void Remember(Fact.Sale sale, RecordPosition position)
    {
        latest[sale.Card] = position;
        foreach (var payment in sale.Payments)
            latest[payment.Card] = position;
    }

    /// <summary>The terminal says that a yes was seen.</summary>
    public void Shown(RecordPosition sale) => shown.Add(sale);

    /// <summary>The display has said that it shows what it was asked, and the terminal has taken that in.</summary>
    public void Seen()
    {
        if (said is { } yes && ReferenceEquals(yes.Screen, machine.Panel.Visible))
            shown.Add(yes.Sale);
    }

    /// <summary>It was asked to show something.</summary>
    /// <param name="screen">What.</param>
    /// <param name="deciding">What that was decided on; null: on nothing.</param>
    /// <param name="mostLeft">What the card can have left at most, in ordinary money; null: nobody knows it.</param>
    public void Asked(GuestScreen screen, DecisionBase? deciding, Money? mostLeft)
    {
        if (ReadYes(screen) is not var (basket, left))
            return;
        if (deciding?.Guest?.Shows is not { } card)
            throw Broken(screen, "and nobody has held a card");
        var again = Repeats(screen, card);
        var yes = NewOf(screen, card, deciding) ?? again ?? throw Broken(screen, "and it is of no sale to that card");
        if (sales[yes.Sale].Sale.Basket != basket.Lines)
            throw Broken(screen, $"and {yes.Sale} is of something else");
        if (yes != again && left.Count > 0 && left.OrdinarySum() > mostLeft)
            throw new BrokenInvariant(
                "no guest is told of more than there is",
                $"{machine.Name} says that {yes.Sale} leaves {left.OrdinarySum()}; {mostLeft} at most");
        said = yes;
    }

    /// <summary>It is of a sale that was made just now, or of one that nobody has seen.</summary>
    private Yes? NewOf(GuestScreen screen, CardToken card, DecisionBase deciding)
    {
        if (!latest.TryGetValue(card, out var sale))
            return null;
        var isOfNow = !(sale <= deciding.Tail);
        var isNew = screen is GuestScreen.Approved
            ? isOfNow && sale == witness.Last?.Record.Position && approved.Add(sale)
            : !isOfNow && !shown.Contains(sale) &&
                // Time without power is not known: it counts from the start.
                agenda.Now - Math.Max(sales[sale].At, startedAt) <= Times.UnshownMilliseconds + Slack;
        return isNew ? new Yes(screen, sale, card, agenda.Now) : null;
    }

    /// <summary>The card slipped, or follows the advice to hold it longer: the very same is shown again.</summary>
    private Yes? Repeats(GuestScreen screen, CardToken card) =>
        said is { } yes && ReferenceEquals(yes.Screen, screen) &&
        (yes.Card == card || sales[yes.Sale].Sale.Payments.Any(payment => payment.Card == card)) &&
        agenda.Now - yes.At <= Times.RepeatMilliseconds + Times.VerdictMilliseconds + Slack
            ? yes
            : null;

    private static (Basket Basket, ValueList<AssetAmount> Left)? ReadYes(GuestScreen screen) => screen switch
    {
        GuestScreen.Approved yes => (yes.Basket, yes.Left),
        GuestScreen.ApprovedEarlier yes => (yes.Basket, yes.Left),
        _ => null,
    };

    private BrokenInvariant Broken(GuestScreen screen, string why) =>
        new(Invariant, $"{machine.Name} says {screen.GetType().Name} {why}");

    /// <summary>A yes.</summary>
    /// <param name="Screen">As it was asked for.</param>
    /// <param name="Sale">Of which sale.</param>
    /// <param name="Card">To which card.</param>
    /// <param name="At">When first.</param>
    private sealed record Yes(GuestScreen Screen, RecordPosition Sale, CardToken Card, long At);
}
