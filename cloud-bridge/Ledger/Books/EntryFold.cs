using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What each entry of the log does to the books, and the only way in which they change.</summary>
internal sealed class EntryFold(LedgerBooks books, IKeyReader keys)
{
    private CardBook CardBook => books.CardBook;

    /// <summary>Folds one entry in which there is no flaw: <see cref="EntryFlaws"/>.</summary>
    /// <param name="entry">It.</param>
    /// <param name="line">Of a terminal's record: its line, where somebody has read it already.</param>
    public void Apply(LedgerEntry entry, StoredLine? line = null)
    {
        if (entry is IKeyedEntry { Request: { } request })
            books.Requests.Add(request);
        if (entry is not (LedgerEntry.RecordBooked or LedgerEntry.ForkBooked or LedgerEntry.RecordParked or
            LedgerEntry.RecordHeld or LedgerEntry.KeyAwaited))
            books.Acts.Note(entry);
        if (AwaitedChange.IsIn(entry))
            books.Awaited++;
        books.Lines++;
        Note(RecentRecords.CardsOf(entry, books));
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
            case LedgerEntry.CardChanged changed:
                CardBook.Change(changed);
                break;
            case LedgerEntry.LedgerKeyChanged changed:
                books.LedgerKeys.Change(changed);
                break;
            case LedgerEntry.TerminalEnrolled enrolled:
                Enrol(enrolled);
                break;
            case LedgerEntry.TerminalKeyGranted granted:
                books.Terminal(granted.Terminal).GrantKey(new GrantedKey(
                    keys.Read(granted.Key), granted.Key, granted.Epoch, granted.AtMilliseconds));
                break;
            case LedgerEntry.KeyAwaited awaited:
                Await(awaited);
                break;
            case LedgerEntry.TerminalRefused { Key: not null } refused:
                books.Terminal(refused.Terminal).WithdrawKey();
                break;
            case LedgerEntry.TerminalRevoked revoked:
                books.Terminal(revoked.Terminal).Revoked = new Revocation(++books.Revocations, revoked.AtMilliseconds);
                // The site's keys without its own are others: terminals hear it no more.
                books.KeySets++;
                break;
            case LedgerEntry.QueueEndHeard heard:
                books.Terminal(heard.Terminal).QueueEnd = heard.Position();
                break;
            case LedgerEntry.RecordHeld held:
                Hold(held, line);
                break;
            case LedgerEntry.HeldDecided decided:
                Decide(decided);
                break;
            case LedgerEntry.TerminalCreated { Replaces: null } created:
                books.Configs.Create(created.Terminal, created.Profile);
                break;
            case LedgerEntry.ConfigSaid said:
                Tell(said);
                break;
            case LedgerEntry.EpochGranted granted:
                books.Terminal(granted.Terminal).Grant(granted.Epoch, granted.AtMilliseconds);
                books.Hear(books.Terminal(granted.Terminal));
                break;
            case LedgerEntry.RecordBooked booked:
                Book(booked, line, isBeside: false);
                break;
            case LedgerEntry.ForkBooked fork:
                Book(fork.Record, line, isBeside: true);
                break;
            case LedgerEntry.RecordForked forked:
                Keep(forked);
                break;
            case LedgerEntry.RecordParked parked:
                Park(parked, line);
                break;
            case LedgerEntry.HoldOverdue overdue:
                LetGo(overdue);
                break;
            case LedgerEntry.GapClosed closed:
                CloseGap(closed);
                break;
            case LedgerEntry.WaitingEnded ended:
                books.Terminal(ended.Terminal).EndWaiting(ended);
                break;
            case LedgerEntry.PeriodClosed closed:
                books.ClosedThroughMilliseconds = closed.ThroughMilliseconds;
                break;
            case LedgerEntry.SuspenseSettled settled:
                Post(settled.Postings());
                break;
            case LedgerEntry.WalletRefilled refilled:
                Post(refilled.Postings());
                break;
            case LedgerEntry.WalletRefunded refunded:
                Post(refunded.Postings());
                break;
            case LedgerEntry.TokenCreated created:
                books.Tokens.Create(created);
                break;
            case LedgerEntry.TokenRevoked revoked:
                books.Tokens.Revoke(revoked.Name);
                break;
            case LedgerEntry.RowClosed closed:
                books.Reconciliation.Close(closed.Row, TreasurerAct.ReadStored(closed.Act).OrThrow().Closing());
                break;
            case LedgerEntry.CommandGiven given:
                books.Terminal(given.Terminal).Commands.Give(given);
                break;
            case LedgerEntry.ListMade made:
                books.LastList = new ListVersion(made.Era, made.Version);
                break;
            case LedgerEntry.EraRaised raised:
                // What a backup lacks may have used up the next versions.
                (books.Era, books.KeySets) = (raised.Era, Math.Max(books.KeySets + 1, raised.Era));
                books.Configs.RaiseEra(raised.Era);
                TellAll(atMilliseconds: null);
                break;
            default:
                books.Logins.Apply(entry);
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
        books.Configs.Enrol(enrolled.Terminal);
        book.Enrol(enrolled, keys);
        books.Hear(book);
        if (book.Key.KeyId != before)
            books.KeySets++;
        Tell(book, enrolled.AtMilliseconds);
    }

    private void Tell(LedgerEntry.ConfigSaid said)
    {
        books.Configs.Say(said);
        var at = TreasurerAct.ReadStored(said.Act).OrThrow().AtMilliseconds;
        TellAll(at);
    }

    private void TellAll(long? atMilliseconds)
    {
        foreach (var book in books.Terminals)
            Tell(book, atMilliseconds);
    }

    private void Tell(TerminalBook book, long? atMilliseconds)
    {
        if (books.Configs.VersionOf(book.Terminal) is > 0 and var version)
            book.Tell(
                new ConfigVersion(books.Era, version), books.Configs.For(book.Terminal), atMilliseconds);
    }

    private void Book(LedgerEntry.RecordBooked booked, StoredLine? read, bool isBeside)
    {
        var book = books.Terminal(booked.Terminal);
        var line = read ?? StoredLine.Find(booked.Line);
        if (booked.Epoch == book.Keys.Granted?.Epoch)
        {
            // Nothing else is taken for the first record of a key.
            book.ChangeKey(((Fact.EpochOpened)line!.FactOrNull()!).Ended!);
            books.KeySets++;
            books.KeyChanges++;
        }
        var fact = booked.IsUnread() ? null : line?.FactOrNull();
        var saying = line is null ? Saying.First : book.SayingOf(line.Head, fact, booked.Hash, isBeside);
        var waited = book.Parked.Has(booked.Hash);
        var wasLetGo = waited && !books.Settlements.Counting.Has(booked.Hash);
        books.Settlements.Counting.Remove(booked.Hash);
        if (waited)
            CardBook.Change();
        if (isBeside)
            book.Take(booked, line?.Head, fact, isBeside);
        else
            Lengthen(book, booked.Epoch, () => book.Take(booked, line?.Head, fact, isBeside));
        Post(booked.Postings);
        foreach (var finding in EarlierBuilds.FindingsOf(booked))
            books.Reconciliation.Add(finding.Kind, booked.Terminal, booked.Position(), finding.What);
        if (line is not null && fact is not null)
            books.Hours.Note(booked, line.Head, fact, saying != Saying.Again);
        if (saying == Saying.Again || line is null || fact is null)
            return;
        if (AwaitedChange.IsIn(fact))
            books.Awaited++;
        if (saying == Saying.First && !isBeside && !booked.Postings.Any(posting => posting.Account.IsSuspense))
            book.Staff.Note(book.Made(line.Head), fact);
        Note(RecentRecords.CardsOf(fact));
        if (saying == Saying.First)
            Note(fact, DayOf(line.Head.Stamp, booked.AtMilliseconds, book.Limits));
        if (Settling.Settles(fact, saying, isBeside) &&
            new Settling(line.Head, isBeside, books.Settlements).Note(fact, booked.Postings, SetAside))
            CardBook.Change();

        BookedHold SetAside(Fact.Hold hold) => HoldOf(hold, booked.Hash) with { Counts = !wasLetGo };
    }

    /// <summary>Something makes a terminal's chain longer, or fills it.</summary>
    private void Lengthen(TerminalBook book, long epoch, Action change)
    {
        var isEmpty = book.Chain(epoch)!.Sequence == 0;
        change();
        if (isEmpty && book.Chain(epoch)!.Sequence > 0 && book.Chains.First().Epoch != epoch)
            books.EpochsBegun++;
        books.Hear(book);
    }

    /// <summary>The entry tells of cards.</summary>
    private void Note(IEnumerable<CardToken> cards)
    {
        foreach (var card in cards)
            books.History.Note(card, books.Lines);
    }

    /// <summary>What a fact tells of cards and wallets besides money.</summary>
    private void Note(Fact fact, long day)
    {
        if (fact is Fact.Sale sale)
            CardBook.Note(sale, day);
        if (fact is Fact.Capture capture)
            CardBook.Note(capture, day);
        if (fact is Fact.CardBlocked blocked)
            CardBook.Block(blocked.Card);
        if (fact.Counter() is { } reading)
            CardBook.Note(reading);
        // Where nothing is sold any more, nothing else would make the list that it waits for.
        if (fact is Fact.FaultRaised { Fault: Fact.FaultRaised.JournalRot })
            CardBook.Change();
    }

    /// <summary>
    /// The day on which a record counts: never one that is still to come, and where the terminal did not know the time,
    /// the day on which the line came. One clock that is wrong by years must not hide what a wallet uses until then.
    /// </summary>
    private static long DayOf(Stamp stamp, long? receivedMilliseconds, TerminalLimits limits)
    {
        var said = limits.DayOf(stamp.WallMilliseconds);
        return receivedMilliseconds is not { } received ? said
            : stamp.Trusted ? Math.Min(said, limits.DayOf(received))
            : limits.DayOf(received);
    }

    /// <summary>Of what the site does not have nothing can be set aside, and no list could show all of it.</summary>
    private BookedHold HoldOf(Fact.Hold hold, Digest hash)
    {
        var payment = hold.Payment;
        var known = payment with { Parts = [.. payment.Parts.Where(part => books.Knows(part.Asset))] };
        var account = books.AccountOf(payment);
        if (account.IsWallet(out var wallet))
            CardBook.Note(wallet, known.Parts.Select(part => part.Asset));
        return new BookedHold(hash, known, account) { Said = hold };
    }

    private void Keep(LedgerEntry.RecordForked forked)
    {
        if (StoredLine.Find(forked.Line) is not { } line)
            return;
        books.Terminal(forked.Terminal).Forks.Keep(line.Hash);
        books.Reconciliation.Add(
            RowKind.Fork, forked.Terminal, line.Head.Position, "another record has its place; this one is not booked");
    }

    private void Park(LedgerEntry.RecordParked parked, StoredLine? read)
    {
        var line = ParkedLine.Of(read ?? StoredLine.Read(parked.Line).OrThrow(), parked.AtMilliseconds);
        var book = books.Terminal(parked.Terminal);
        book.Parked.Add(line);
        book.Held.Remove(line.Hash);
        book.Hear(parked.AtMilliseconds);
        if (line.Fact is Fact.Hold)
            books.Settlements.Counting.Add(new CountingHold(parked.Terminal, line.Name, line.Hash));
        CardBook.Change();
    }

    private void Hold(LedgerEntry.RecordHeld held, StoredLine? read)
    {
        var line = read ?? StoredLine.Read(held.Line).OrThrow();
        var (book, position) = (books.Terminal(held.Terminal), line.Head.Position);
        var (chain, head) = (book.Chain(position.Epoch)!, line.Head);
        var kept = new HeldLine(position, line.Hash, head.Previous, held.Line, held.AtMilliseconds)
        {
            Again = head.Reissues is null ? null : head, Fact = line.FactOrNull(),
        };
        book.Branches.Note(kept.Name, kept.Previous, chain);
        book.Held.Add(kept, chain);
    }

    /// <summary>What waited for those before it, and was refused now, counts nowhere any more.</summary>
    private void Decide(LedgerEntry.HeldDecided decided)
    {
        var book = books.Terminal(decided.Terminal);
        foreach (var refused in book.Held.Decide(decided, book.Chain(decided.Epoch)!))
        {
            if (!book.Parked.Has(refused.Hash))
                continue;
            book.Parked.Remove(refused.Hash);
            books.Settlements.Counting.Remove(refused.Hash);
            CardBook.Change();
        }
    }

    private void LetGo(LedgerEntry.HoldOverdue overdue)
    {
        books.Settlements.LetGo(overdue.Terminal, overdue.Held(), overdue.Hash);
        CardBook.Change();
        books.Reconciliation.Add(
            RowKind.HoldOverdue, overdue.Terminal, overdue.Held(), "a hold that nothing has closed in time");
    }

    private void Await(LedgerEntry.KeyAwaited awaited)
    {
        var fact = StoredLine.Read(awaited.Line).OrThrow().FactOrNull() as Fact.EpochOpened;
        var waiting = new WaitingKey(fact!.Ended!, awaited.Line, awaited.AtMilliseconds);
        books.Terminal(awaited.Terminal).Keys.Await(waiting);
    }

    private void CloseGap(LedgerEntry.GapClosed closed)
    {
        var book = books.Terminal(closed.Terminal);
        var chain = book.Chain(closed.Epoch)!;
        var end = closed.Ends is null ? null : book.GapAtEnd(chain);
        var first = new RecordPosition(closed.Epoch, end?.First ?? chain.Sequence + 1);
        Lengthen(book, closed.Epoch, () =>
        {
            if (end is not null)
                book.EndWithout(end);
            else
                chain.CloseGap(closed.Through, closed.Hash);
        });
        books.Reconciliation.Add(
            RowKind.Gap,
            closed.Terminal,
            first,
            end switch
            {
                null => $"records {first} through {closed.Last().Position()} did not come",
                { HasOthers: false } =>
                    $"records {first} through {end.Ended.Position()} did not come: key {closed.Ends} ends there",
                _ => $"record {end.Ended.Position()} did not come, with which key {closed.Ends} ends: of the places " +
                    $"from {first} on others stand in some",
            },
            TreasurerAct.ReadStored(closed.Act).OrThrow().Closing());
    }

    private void Post(ValueList<Posting> postings)
    {
        books.Accounts.Post(postings);
        CardBook.Note(postings);
    }
}
