using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Two records for one place, and records said again: of two guests with 10.00 each.</summary>
public sealed class ForkTests : IDisposable
{
    private static readonly CardToken Staff = Site.Card(Guest);

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;
    private readonly JournalWriter branch;

    public ForkTests()
    {
        ledger = NewLedger();
        terminal = new JournalWriter(site);
        ledger.Take(terminal.Next(new Fact.FireOpened()));
        branch = terminal.Branch();
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void What_a_fork_takes_is_booked_and_what_it_gives_waits_in_suspense()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)), terminal.Next(JournalWriter.Beer(Guest)));

        ledger.Take(branch.Next(JournalWriter.Beer(Other)), branch.Next(Refill(Other, 5_000)));

        Assert.Equal((300, 650, 5_000), (ledger.Balance(Guest), ledger.Balance(Other), ledger.Suspense(Other)));
        Assert.Equal([RowKind.Fork, RowKind.Fork], ledger.Rows.Select(row => row.Kind));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_branch_that_is_longer_than_the_chain_is_followed_line_by_line_in_any_order()
    {
        var second = terminal.Next(JournalWriter.Beer(Guest));
        SignedObject[] side = [.. Enumerable.Range(0, 4).Select(_ => branch.Next(JournalWriter.Beer(Other)))];
        foreach (var order in Orders([0, 1, 2, 3]))
        {
            var bench = ledger.Crash();
            bench.Take(second);
            foreach (var index in order)
                bench.Take(side[index]);

            Assert.Equal((650, 1000 - 4 * 350), (bench.Balance(Guest), bench.Balance(Other)));
            Assert.Equal(
                (2, 4, 0),
                bench.Store.Read(books =>
                    (books.Terminal(Site.Bar).Chain(1)!.Sequence, books.Forks, books.Terminal(Site.Bar).Parked.Count)));
            Assert.Empty(bench.Problems);
        }
    }

    /// <summary>The guest's money is not set free by a second journal that says that it was given back.</summary>
    [Fact]
    public void A_forked_void_gives_nothing_and_takes_nobodys_proof()
    {
        var sale = JournalWriter.Beer(Guest);
        ledger.Take(terminal.Next(sale), terminal.Next(new Fact.FireOpened()));
        branch.Next(new Fact.FireOpened());
        var returned = new Fact.Void(new RecordPosition(1, 2), sale.Payments, Staff);

        ledger.Take(branch.Next(returned));
        Assert.Equal((650, 350), (ledger.Balance(Guest), ledger.Suspense(Guest)));

        ledger.Take(terminal.Next(returned));
        Assert.Equal((1000, 350), (ledger.Balance(Guest), ledger.Suspense(Guest)));
    }

    [Fact]
    public void A_card_that_a_fork_blocks_is_blocked()
    {
        ledger.Take(terminal.Next(new Fact.FireOpened()));

        ledger.Take(branch.Next(new Fact.CardBlocked(Site.Card(Guest), Staff)));

        Assert.Equal(CardState.Blocked, ledger.Store.Read(books => books.Find(Site.Card(Guest))!.State));
    }

    [Fact]
    public void A_fork_that_an_earlier_build_only_kept_is_booked_when_it_comes_again()
    {
        ledger.Take(terminal.Next(new Fact.FireOpened()));
        var fork = branch.Next(JournalWriter.Beer(Other));
        ledger.Add(new LedgerEntry.RecordForked(
            Site.Bar, System.Text.Encoding.ASCII.GetString(fork.Compact.Span)));
        Assert.Equal((1, 1000), (ledger.Store.Read(books => books.Forks), ledger.Balance(Other)));

        ledger.Take(fork);

        Assert.Equal((1, 650), (ledger.Store.Read(books => books.Forks), ledger.Balance(Other)));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>
    /// A terminal whose older image wrote on says in a new epoch what it wrote beside: once, whatever comes first.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_said_again_in_a_new_epoch_is_booked_once_whichever_comes_first(bool forkFirst)
    {
        ledger.Take(terminal.Next(new Fact.FireOpened()), terminal.Next(new Fact.FireOpened()));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var renewed = new JournalWriter(site, epoch: 2);
        Fact[] facts = [JournalWriter.Beer(Other), Refill(Other, 5_000)];
        SignedObject[] beside = [.. facts.Select(branch.Next)];
        SignedObject[] again =
            [.. facts.Zip(beside, (fact, line) => renewed.Again(fact, JournalWriter.NameOf(line)))];

        ledger.Take(forkFirst ? beside : again);
        Assert.Equal(
            forkFirst ? (650, 5_000) : (5_650, 0), (ledger.Balance(Other), ledger.Suspense(Other)));
        ledger.Take(forkFirst ? again : beside);

        Assert.Equal((5_650, 0), (ledger.Balance(Other), ledger.Suspense(Other)));
        Assert.Equal((5_650, 0), (ledger.Crash().Balance(Other), ledger.Crash().Suspense(Other)));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void What_is_in_its_place_moves_nothing_when_it_is_said_again()
    {
        var sale = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Take(sale);
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));

        ledger.Take(new JournalWriter(site, epoch: 2).Again(
            JournalWriter.Beer(Guest), JournalWriter.NameOf(sale)));

        Assert.Equal((650, 0), (ledger.Balance(Guest), ledger.Rows.Count));
    }

    [Fact]
    public void What_was_said_again_moves_nothing_when_it_comes_in_its_place_at_last()
    {
        var sale = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 3));
        ledger.Take(
            new JournalWriter(site, epoch: 2).Again(JournalWriter.Beer(Guest), JournalWriter.NameOf(sale)),
            new JournalWriter(site, epoch: 3).Again(JournalWriter.Beer(Guest), JournalWriter.NameOf(sale)));
        Assert.Equal(650, ledger.Balance(Guest));

        ledger.Take(sale);

        Assert.Equal((650, 2), (ledger.Balance(Guest), ledger.Store.Read(
            books => books.Terminal(Site.Bar).Chain(1)!.Sequence)));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void Who_says_something_else_than_the_fork_said_sets_free_nothing_of_what_it_said()
    {
        ledger.Take(terminal.Next(new Fact.FireOpened()));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var fork = branch.Next(Refill(Other, 100));
        ledger.Take(fork);

        ledger.Take(new JournalWriter(site, epoch: 2).Again(Refill(Other, 9_000), JournalWriter.NameOf(fork)));

        Assert.Equal((10_000, 100), (ledger.Balance(Other), ledger.Suspense(Other)));
        Assert.Contains(RowKind.Misquoted, ledger.Rows.Select(row => row.Kind));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>A fork gives back what was never taken, and a harmless record claims to say it again.</summary>
    [Fact]
    public void A_record_that_needs_no_proof_proves_nothing_for_the_fork_that_it_names()
    {
        ledger.Take(terminal.Next(new Fact.FireOpened()));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var fork = branch.Next(new Fact.Void(
            new RecordPosition(1, 77), [Refill(Other, 9_000).Payment], Staff));
        ledger.Take(fork);

        ledger.Take(new JournalWriter(site, epoch: 2).Again(new Fact.FireOpened(), JournalWriter.NameOf(fork)));

        Assert.Equal((1_000, 9_000), (ledger.Balance(Other), ledger.Suspense(Other)));
        Assert.Empty(ledger.Problems);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sale_that_waits_is_not_annulled_by_another_fact_in_its_name(bool saleFirst)
    {
        var missing = terminal.Next(new Fact.FireOpened());
        var sale = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var lie = new JournalWriter(site, epoch: 2).Again(new Fact.FireOpened(), JournalWriter.NameOf(sale));

        SignedObject[] order = saleFirst ? [sale, lie] : [lie, sale];
        ledger.Take(order);
        Assert.Equal(650, ledger.Listed(Guest));
        ledger.Take(missing);

        Assert.Equal(650, ledger.Balance(Guest));
        Assert.Equal(RowKind.Misquoted, Assert.Single(ledger.Rows).Kind);
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_refill_that_was_said_again_beside_the_chain_is_booked_when_it_comes_in_its_place()
    {
        var missing = terminal.Next(new Fact.FireOpened());
        var refill = terminal.Next(Refill(Guest, 500));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var second = new JournalWriter(site, epoch: 2);
        ledger.Take(second.Next(new Fact.FireOpened()));
        ledger.Take(new JournalWriter(site, epoch: 2).Again(Refill(Guest, 500), JournalWriter.NameOf(refill)));
        Assert.Equal((1_000, 500), (ledger.Balance(Guest), ledger.Suspense(Guest)));

        ledger.Take(missing, refill);

        Assert.Equal((1_500, 0), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_release_beside_the_chain_frees_nothing_that_the_chain_holds()
    {
        var hold = new Fact.Hold(
            JournalWriter.Beer(Other).Payments[0], ArticleId.Parse("beer"), new Money(700), 500, Records.Verdict);
        ledger.Take(terminal.Next(hold), terminal.Next(new Fact.FireOpened()));
        branch.Next(new Fact.FireOpened());

        ledger.Take(branch.Next(new Fact.Release(new RecordPosition(1, 2), "noFlow")));

        Assert.Equal(650, ledger.Listed(Other));
        ledger.Take(terminal.Next(new Fact.Release(new RecordPosition(1, 2), "noFlow")));
        Assert.Equal(1_000, ledger.Listed(Other));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_branch_closes_its_own_hold_and_the_chain_its_own()
    {
        var hold = new Fact.Hold(
            JournalWriter.Beer(Other).Payments[0], ArticleId.Parse("beer"), new Money(700), 500, Records.Verdict);
        var release = new Fact.Release(new RecordPosition(1, 2), "noFlow");
        ledger.Take(terminal.Next(hold), branch.Next(hold));
        Assert.Equal(300, ledger.Listed(Other));

        ledger.Take(branch.Next(release));
        Assert.Equal(650, ledger.Listed(Other));
        ledger.Take(terminal.Next(release));

        Assert.Equal(1_000, ledger.Listed(Other));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>What stood in comes back as what it was, also when the void is said again in the chain.</summary>
    [Fact]
    public void A_void_that_is_said_again_gives_back_what_stood_in()
    {
        var sale = JournalWriter.Beer(Guest, "FED");
        var returned = new Fact.Void(new RecordPosition(1, 2), sale.Payments, Staff);
        ledger.Take(terminal.Next(sale), terminal.Next(new Fact.FireOpened()));
        Assert.Equal((650, 0), (ledger.Balance(Guest), ledger.Balance(Guest, "FED")));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        branch.Next(new Fact.FireOpened());
        var fork = branch.Next(returned);

        ledger.Take(fork, new JournalWriter(site, epoch: 2).Again(returned, JournalWriter.NameOf(fork)));

        Assert.Equal((1_000, 0), (ledger.Balance(Guest), ledger.Balance(Guest, "FED")));
        Assert.Equal((0, 0), (ledger.Suspense(Guest, "FED"), ledger.Of(Account.SalesOf(Site.Bar), "FED")));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_hold_that_is_said_again_is_set_aside_once()
    {
        ledger.Take(terminal.Next(new Fact.FireOpened()));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var hold = new Fact.Hold(
            JournalWriter.Beer(Other).Payments[0], ArticleId.Parse("beer"), new Money(700), 500, Records.Verdict);
        var fork = branch.Next(hold);

        ledger.Take(fork, new JournalWriter(site, epoch: 2).Again(hold, JournalWriter.NameOf(fork)));

        Assert.Equal((1000, 650), (ledger.Balance(Other), ledger.Listed(Other)));
    }

    [Fact]
    public void A_void_that_is_said_again_gives_back_once_what_was_taken_once()
    {
        var sale = JournalWriter.Beer(Guest);
        var returned = new Fact.Void(new RecordPosition(1, 2), sale.Payments, Staff);
        ledger.Take(terminal.Next(sale), terminal.Next(returned));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        branch.Next(new Fact.FireOpened());
        var fork = branch.Next(returned);

        ledger.Take(fork, new JournalWriter(site, epoch: 2).Again(returned, JournalWriter.NameOf(fork)));

        Assert.Equal((1000, 350), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Assert.Empty(ledger.Problems);
    }

    private LedgerBench NewLedger() => new LedgerBench(site).With((Guest, "TLF 1000"), (Other, "TLF 1000"));

    private static Fact.Refill Refill(string uid, long amount) => new(
        JournalWriter.Beer(uid).Payments[0] with { Parts = [Records.Amount("TLF", amount)] }, Staff);

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 0
        ? [[]]
        : from first in items
          from rest in Orders([.. items.Where(item => item != first)])
          select (int[])[first, .. rest];
}
