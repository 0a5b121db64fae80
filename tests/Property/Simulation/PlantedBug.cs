using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Simulation;

namespace Tests.Property.Simulation;

/// <summary>Workshops with one classic bug each. The product has no switch for any of them.</summary>
internal static class PlantedBug
{
    /// <summary>By name; a workshop is made anew for each run.</summary>
    public static IReadOnlyDictionary<string, Func<Workshop>> All { get; } = new Dictionary<string, Func<Workshop>>(
        PlantedStationBug.All.Select(row => KeyValuePair.Create<string, Func<Workshop>>(
            row.Key, () => new InCore(row.Value))))
    {
        ["the journal's sync is skipped"] = () => new OnDisk(_ => false, machine => machine >= 0),
        ["the ledger acknowledges before it has synced"] = () => new OnDisk(_ => false, machine => machine < 0),
        ["the broker's word settles"] = () => new TrustsBroker(waitsForBroker: true),
        ["a journal is given up before it is handed in"] = () => new GivesUpJournal(),
        ["the cursor is advanced before storage"] = () => new TrustsBroker(waitsForBroker: false),
        ["a peer is ignored after a gap"] = () => new InCore((setup, _) =>
        {
            var heard = new Dictionary<PeerEpoch, long>();
            return new ErringTerminal(setup)
            {
                Hears = input => input is Input.PeersHeard peers
                    ? peers with { Records = [.. peers.Records.Where(record => FollowsOn(heard, record))] }
                    : input,
            };
        }),
        ["an old list is accepted after the cache was lost"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Forgets = (state, record) => record.Fact is Fact.BootStarted
                ? state with { Past = state.Past with { List = null, LastListed = EpochMarks.None } }
                : state,
        }),
        ["an ack gives the balance back"] = () => new AckGivesBack(),
        ["a list without a sale gives its money back"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Reads = (state, record) => record.Fact is Fact.ListApplied applied
                ? record with { Fact = applied with { Watermark = state.Past.Last } }
                : record,
        }),
        ["a sequence is used again after a crash"] = () => new ForgetsLastLine(),
        ["a tap is taken before a new price is seen"] = () => new TakesUnseen(),
        ["half of a list takes effect"] = () => new HalfList(),
        ["a yes is shown before it is durable"] = () => new InCore((setup, station) => new ErringTerminal(setup)
        {
            Hurries = decision =>
            {
                foreach (var show in decision.Effects.OfType<Effect.Show>())
                    if (show.Screen is GuestScreen.Approved)
                        station.Show(show.Screen);
            },
        }),
        ["a sale that nobody saw is charged again"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Believes = (state, input) => input is Input.CardPresented
                ? state with { Past = state.Past with { Unshown = Remembered.Nothing.Unshown } }
                : state,
        }),
        ["a sale that nobody saw is charged again at another price"] = () =>
            new InCore((setup, _) => new ErringTerminal(setup) { Believes = ForgetsOtherPrices }),
        ["a terminal forgets its offline total"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Forgets = (state, _) => state with { Past = state.Past with { UnlistedDebits = Money.Zero } },
        }),
        ["a restart forgets what was sold"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Forgets = (state, record) => record.Fact is Fact.BootStarted
                ? state with { Past = state.Past with { Purses = Remembered.Nothing.Purses } }
                : state,
        }),
        ["a record is booked twice"] = () => new InBooks(booked => booked with
        {
            Postings = [.. booked.Postings, .. booked.Postings],
        }),
        ["one part of a split is booked twice"] = () => new InBooks(booked => booked.Postings.Count > 2
            ? booked with { Postings = [.. booked.Postings, .. booked.Postings.Take(2)] }
            : booked),
        ["a hold is released twice"] = () =>
        {
            var holds = new HoldsGivenTwice();
            return new InBooks(holds.Book);
        },
        ["a heard hold is given back twice"] = () => new InCore((setup, _) =>
        {
            var holds = new HoldsGivenTwice();
            return new ErringTerminal(setup)
            {
                Hears = input => input is Input.PeersHeard peers
                    ? peers with { Records = [.. peers.Records.Select(holds.Hear)] }
                    : input,
            };
        }),
        ["what is taken back needs no proof"] = () => new InBooks(booked => booked with
        {
            Postings = [.. booked.Postings.Select(posting => WithoutProof(booked, posting))],
        }),
        ["a restored ledger begins no era"] = () => new NoEra(),
        ["whoever signs is believed"] = () => new BelievesAnybody(),
        ["a list is fresh without an echo"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Believes = (state, _) => state with
            {
                Present = state.Present with
                {
                    ConfirmedAtMilliseconds = state.Present.ConfirmedAtMilliseconds ?? state.Past.LastAtMilliseconds,
                },
            },
        }),
        ["a list never expires"] = () => new InCore((setup, _) =>
            new ErringTerminal(setup with { Limits = setup.Limits with { ExpirySeconds = 1_000_000 } })),
        ["starts without a beat are not counted"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Forgets = (state, _) => state with { Past = state.Past with { BootsWithoutBeat = 0 } },
        }),
        ["a terminal is granted the total of the house"] = () => new GrantsHouse(),
        ["the relay tells nothing of peers"] = () => new TellsNothing(),
        ["the relay tells nothing of gifts"] = () => new TellsNothing(),
        ["the list of a restored ledger may lack sales"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Forgets = (state, _) => state with { Past = state.Past with { LastListed = EpochMarks.None } },
        }),
        ["a yes that was seen is said earlier"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Reads = (_, record) => record.Fact is Fact.SaleShown
                ? record with { Fact = new Fact.SaleShown(record.Position) }
                : record,
        }),
        ["a yes is repeated to any card"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Believes = (state, input) =>
                input is Input.CardPresented tap && state.Present.Phase is KioskPhase.Shown { Approval: { } yes } shown
                    ? state with
                    {
                        Present = state.Present with
                        {
                            Phase = shown with { Approval = yes with { Card = tap.Card.Card } },
                        },
                    }
                    : state,
        }),
        ["a card that slips is charged again"] = () => new InCore((setup, _) =>
            new ErringTerminal(setup with { Station = ((KioskSetup)setup.Station) with { RepeatMilliseconds = 0 } })),
        ["a line that rots stops the terminal"] = () => new LosesReceipts(),
        ["a block is forgotten"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Forgets = (state, _) => state with
            {
                Past = state.Past with { BlockedHere = Remembered.Nothing.BlockedHere },
            },
        }),
        ["a block elsewhere is not heard"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Hears = input => input is Input.PeersHeard peers
                ? peers with { Records = [.. peers.Records.Where(record => record.Fact is not Fact.CardBlocked)] }
                : input,
        }),
        ["what a second card pays is forgotten"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Forgets = (state, record) => record.Fact is Fact.Sale { Payments: [_, { Wallet: { } wallet }] }
                ? state with { Past = state.Past with { Purses = state.Past.Purses.Remove(PurseId.Of(wallet)) } }
                : state,
        }),
        ["a second card pays it all"] = () => new InCore((setup, _) => new ErringTerminal(setup)
        {
            Changes = decision => decision with
            {
                Facts = [.. decision.Facts.Select(fact => fact is Fact.Sale { Payments: [var first, var second] } sale
                    ? sale with { Card = second.Card, Payments = [second with { Parts = Whole(first, second) }] }
                    : fact)],
            },
        }),
        ["a wallet's limit is forgotten"] = () => new InCore((setup, _) => new ErringTerminal(setup with
        {
            Limits = setup.Limits with { Uid = Unlimited(setup.Limits.Uid), Counter = Unlimited(setup.Limits.Counter) },
        })),
    };

    private static ValueList<AssetAmount> Whole(Payment first, Payment second) =>
        [new AssetAmount(second.Parts[0].Asset, first.Parts.OrdinarySum() + second.Parts.OrdinarySum())];

    private static ClassLimits Unlimited(ClassLimits limits) => limits with
    {
        FreshLimit = new Money(1_000_00), OfflineLimit = new Money(1_000_00),
    };

    private sealed class TellsNothing : Workshop
    {
        public override Input Understood(int terminal, Input input) =>
            input is Input.PeersHeard ? new Input.PeersHeard([], SomeMissing: false) : input;
    }

    private sealed class GrantsHouse : Workshop
    {
        public override TerminalLimits LimitsOf(TerminalLimits limits) =>
            limits with { OfflineTotal = new Money(limits.OfflineTotal.MinorUnits * 100) };
    }

    /// <summary>Does not find on its disk what the ledger has acknowledged.</summary>
    private sealed class LosesReceipts : Workshop
    {
        public override IStorage DiskOf(int machine, IStorage disk) =>
            new ErringDisk(disk, _ => true) { Hidden = JournalOutbox.ReceiptName };
    }

    private sealed class OnDisk(Func<string, bool> isSynced, Func<int, bool> isMeant) : Workshop
    {
        public override IStorage DiskOf(int machine, IStorage disk) =>
            isMeant(machine) ? new ErringDisk(disk, isSynced) : disk;
    }

    private sealed class InCore(Func<TerminalSetup, IStation, Terminal> make) : Workshop
    {
        public override Terminal TerminalOf(TerminalSetup setup, IStation station) => make(setup, station);
    }

    private sealed class InBooks(Func<LedgerEntry.RecordBooked, LedgerEntry> changed) : Workshop
    {
        public override ILedgerStore BooksOf(ILedgerStore books) => new ErringBooks(
            books, entry => entry is LedgerEntry.RecordBooked booked ? changed(booked) : entry);
    }

    private sealed class NoEra : Workshop
    {
        public override bool RaisesEra => false;
    }

    /// <summary>What waits in suspense for being given back goes to the wallet that is named.</summary>
    private static Posting WithoutProof(LedgerEntry.RecordBooked booked, Posting posting) =>
        posting.Account.IsSuspense &&
        StoredLine.Find(booked.Line)?.FactOrNull() is Fact.Void { Returned: [{ Wallet: { } wallet }] }
            ? posting with { Account = Account.Of(wallet) }
            : posting;

    private static bool FollowsOn(Dictionary<PeerEpoch, long> heard, HeardRecord record)
    {
        var last = heard.GetValueOrDefault(record.Chain, record.Position.Sequence - 1);
        if (record.Position.Sequence == last + 1)
            heard[record.Chain] = last + 1;
        return record.Position.Sequence <= last + 1;
    }

    private sealed class TrustsBroker(bool waitsForBroker) : Workshop
    {
        public override IOutbox OutboxOf(int terminal, IOutbox outbox) => new HastyOutbox(outbox, waitsForBroker);

        public override void Taken(IOutbox outbox, ReadOnlyMemory<byte> lines) => ((HastyOutbox)outbox).Settle(lines);
    }

    private sealed class AckGivesBack : Workshop
    {
        private IOutbox? latest;

        public override IOutbox OutboxOf(int terminal, IOutbox outbox) => latest = outbox;

        public override Terminal TerminalOf(TerminalSetup setup, IStation station)
        {
            latest = null;
            IOutbox? mine = null;
            return new ErringTerminal(setup)
            {
                Believes = (state, _) =>
                {
                    mine ??= latest;
                    return mine is null ? state : state with { Past = Without(state.Past, mine.Acked) };
                },
            };
        }

        private static Remembered Without(Remembered past, RecordPosition acked) => past with
        {
            Purses = past.Purses.ToImmutableDictionary(
                row => row.Key,
                row => row.Value with
                {
                    Unlisted = [.. row.Value.Unlisted.Where(unlisted => unlisted.Position > acked)],
                }),
        };
    }

    /// <summary>Takes the last whole line for a torn one at each start.</summary>
    private sealed class ForgetsLastLine : Workshop
    {
        public override IStorage DiskOf(int machine, IStorage disk)
        {
            if (machine >= 0 && disk.List().LastOrDefault(name => SegmentName.TryParse(name, out _)) is { } last &&
                disk.Read(last).AsSpan()[..^1].LastIndexOf((byte)'\n') is > 0 and var end)
                disk.Append(last).Truncate(end + 1);
            return disk;
        }
    }

    /// <summary>What a guest bought at another price is taken for another purchase.</summary>
    private static TerminalState ForgetsOtherPrices(TerminalState state, Input input) =>
        input is Input.CardPresented && state.Present.Phase is KioskPhase.ArticleChosen { Basket.Lines: var asked }
            ? state with
            {
                Past = state.Past with
                {
                    Unshown = state.Past.Unshown.RemoveRange(
                        state.Past.Unshown.Where(row => row.Value.Basket != asked).Select(row => row.Key)),
                },
            }
            : state;

    /// <summary>Whoever taps while the display still has the old price pays the new one.</summary>
    private sealed class TakesUnseen : Workshop
    {
        public override bool Admits(NextSetup next, LoopInput input)
        {
            next.Admits(input);
            return true;
        }
    }

    /// <summary>For every second card the list's first word stays its last.</summary>
    private sealed class HalfList : Workshop
    {
        private readonly Dictionary<CardToken, CardEntry> first = [];

        public override Input Understood(int terminal, Input input)
        {
            if (input is not Input.CardPresented { Card: { Entry: { } entry } card } tap || card.Card.Value % 2 == 0)
                return input;
            first.TryAdd(card.Card, entry);
            return tap with { Card = card with { Entry = first[card.Card] } };
        }
    }

    /// <summary>Its keys are wiped, and what it had written stays where it was.</summary>
    private sealed class GivesUpJournal : Workshop
    {
        public override bool IsHandedIn(long unacked) => true;
    }

    private sealed class BelievesAnybody : Workshop
    {
        public override IKeyRing LedgerKeysOf(IKeyRing keys) => new AnyKey();

        private sealed class AnyKey : IKeyRing
        {
            public IVerifier Find(KeyId key) => new Believer(key);
        }

        private sealed record Believer(KeyId KeyId) : IVerifier
        {
            public bool Verifies(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) => true;
        }
    }
}
