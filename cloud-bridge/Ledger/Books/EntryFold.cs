using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What each entry of the log does to the books, and the only way in which they change.</summary>
internal sealed class EntryFold(LedgerBooks books, IKeyReader keys)
{
    private CardBook CardBook => books.CardBook;

    /// <summary>Folds one entry in which there is no flaw: <see cref="EntryFlaws"/>.</summary>
    public void Apply(LedgerEntry entry)
    {
        switch (entry)
        {
            case LedgerEntry.CardsAdded added:
                foreach (var card in added.Cards)
                    CardBook.Add(card);
                Post([.. added.Cards.SelectMany(card => card.Opening())]);
                break;
            case LedgerEntry.CounterSet set:
                CardBook.SetCounter(set.Card, set.Value);
                break;
            case LedgerEntry.WalletsMerged merged:
                Merge(merged.From, merged.Into);
                break;
            case LedgerEntry.CardReissued reissued:
                CardBook.Reissue(reissued.Lost, reissued.Card, reissued.Class);
                break;
            case LedgerEntry.TerminalEnrolled enrolled:
                Enrol(enrolled);
                break;
            case LedgerEntry.EpochGranted granted:
                books.Terminal(granted.Terminal).Grant(granted.Epoch);
                break;
            case LedgerEntry.RecordBooked booked:
                Book(booked, isBeside: false);
                break;
            case LedgerEntry.ForkBooked fork:
                Book(fork.Record, isBeside: true);
                break;
            case LedgerEntry.RecordForked forked:
                Keep(forked);
                break;
            case LedgerEntry.RecordParked parked:
                Park(parked);
                break;
            case LedgerEntry.HoldOverdue overdue:
                LetGo(overdue);
                break;
            case LedgerEntry.GapClosed closed:
                CloseGap(closed);
                break;
            case LedgerEntry.PeriodClosed closed:
                books.ClosedThroughMilliseconds = closed.ThroughMilliseconds;
                break;
            case LedgerEntry.SuspenseSettled settled:
                Post(settled.Postings());
                break;
            case LedgerEntry.RowClosed closed:
                books.Reconciliation.Close(closed.Row, TreasurerAct.ReadStored(closed.Act).OrThrow().Closing());
                break;
            case LedgerEntry.ListMade made:
                books.LastList = new ListVersion(made.Era, made.Version);
                break;
            case LedgerEntry.EraRaised raised:
                // What a backup lacks may have used up the next versions.
                (books.Era, books.KeysVersion) = (raised.Era, Math.Max(books.KeysVersion + 1, raised.Era));
                break;
        }
    }

    private void Merge(WalletId from, WalletId into)
    {
        books.Accounts.Post([.. Merging.Postings(from, into, books)]);
        books.Settlements.Merge(Account.Of(from), Account.Of(into));
        CardBook.Merge(from, into);
    }

    private void Enrol(LedgerEntry.TerminalEnrolled enrolled)
    {
        var book = books.TryFind(enrolled.Terminal, out var known) ? known : books.Add(enrolled.Terminal);
        var before = known?.Key.KeyId;
        book.Enrol(enrolled, keys);
        if (book.Key.KeyId != before)
            books.KeysVersion++;
    }

    private void Book(LedgerEntry.RecordBooked booked, bool isBeside)
    {
        var book = books.Terminal(booked.Terminal);
        var line = StoredLine.Find(booked.Line);
        if (book.Parked.Has(booked.Hash))
            CardBook.Change();
        var fact = line?.Head.FactOrNull();
        var saying = line is null ? Saying.First : book.SayingOf(line.Head, fact, booked.Hash, isBeside);
        book.Take(booked, line?.Head, isBeside);
        Post(booked.Postings);
        foreach (var finding in EarlierBuilds.FindingsOf(booked))
            books.Reconciliation.Add(finding.Kind, booked.Terminal, booked.Position(), finding.What);
        if (saying == Saying.Again || line is null || fact is null)
            return;
        if (saying == Saying.First)
            Note(fact, line.Head.Stamp, book);
        if (Settling.Settles(fact, saying, isBeside))
            Settle(fact, line.Head, booked.Postings, isBeside);
    }

    /// <summary>What a fact tells of cards and wallets besides money.</summary>
    private void Note(Fact fact, Stamp stamp, TerminalBook book)
    {
        if (fact is Fact.Sale sale)
            CardBook.Note(sale, book.Limits.DayOf(stamp.WallMilliseconds));
        if (fact is Fact.CardBlocked blocked)
            CardBook.Block(blocked.Card);
        if (fact.Counter() is { } reading)
            CardBook.Note(reading);
        // Where nothing is sold any more, nothing else would make the list that it waits for.
        if (fact is Fact.FaultRaised { Fault: Fact.FaultRaised.JournalRot })
            CardBook.Change();
    }

    /// <summary>What a record opens and closes besides money that moves.</summary>
    private void Settle(Fact fact, RecordHead record, ValueList<Posting> postings, bool isBeside)
    {
        if (new Settling(record, isBeside, books.Settlements).Note(fact, postings, SetAside))
            CardBook.Change();
    }

    /// <summary>Of what the site does not have nothing can be set aside, and no list could show all of it.</summary>
    private BookedHold SetAside(Payment payment)
    {
        var known = payment with { Parts = [.. payment.Parts.Where(part => books.Knows(part.Asset))] };
        var account = AccountOf(payment);
        if (account.IsWallet(out var wallet))
            CardBook.Note(wallet, known.Parts.Select(part => part.Asset));
        return new BookedHold(known, account);
    }

    private Account AccountOf(Payment payment) => books.WalletOf(payment.Card, payment.Wallet) is { } wallet
        ? Account.Of(wallet)
        : Account.SuspenseOf(payment.Card);

    private void Keep(LedgerEntry.RecordForked forked)
    {
        if (StoredLine.Find(forked.Line) is not { } line)
            return;
        books.Terminal(forked.Terminal).Forks.Keep(line.Signed.Hash());
        books.Reconciliation.Add(
            RowKind.Fork, forked.Terminal, line.Head.Position, "another record has its place; this one is not booked");
    }

    private void Park(LedgerEntry.RecordParked parked)
    {
        var line = StoredLine.Read(parked.Line).OrThrow();
        books.Terminal(parked.Terminal).Parked.Add(
            ParkedLine.Of(line.Head, line.Signed, parked.AtMilliseconds));
        CardBook.Change();
    }

    private void LetGo(LedgerEntry.HoldOverdue overdue)
    {
        books.Settlements.LetGo(overdue.Terminal, overdue.Held());
        CardBook.Change();
        books.Reconciliation.Add(
            RowKind.HoldOverdue, overdue.Terminal, overdue.Held(), "a hold that nothing has closed in time");
    }

    private void CloseGap(LedgerEntry.GapClosed closed)
    {
        var chain = books.Terminal(closed.Terminal).Chain(closed.Epoch)!;
        var first = new RecordPosition(closed.Epoch, chain.Sequence + 1);
        chain.CloseGap(closed.Through, closed.Hash);
        books.Reconciliation.Add(
            RowKind.Gap,
            closed.Terminal,
            first,
            $"records {first} through {closed.Epoch}/{closed.Through} did not come",
            TreasurerAct.ReadStored(closed.Act).OrThrow().Closing());
    }

    private void Post(ValueList<Posting> postings)
    {
        books.Accounts.Post(postings);
        CardBook.Note(postings);
    }
}
