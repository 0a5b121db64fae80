using System.Security.Cryptography;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Where terminals are created, ask, and are confirmed. What waits has a book of its own: a terminal that nobody has
/// confirmed is not the ledger's business, and a PIN must not stand in a log for ever. Each step is one change of it,
/// and durable before anybody hears of it.
/// </summary>
/// <param name="book">Who waits.</param>
/// <param name="ledger">Whose desk it is.</param>
/// <param name="time">Bounds PINs, tries and requests.</param>
internal sealed class EnrolmentDesk(IWaitingBook book, EnrollingLedger ledger, TimeProvider time)
{
    /// <summary>NAME.pem is written beside these.</summary>
    private static readonly string[] FilesOfOthers = ["ca", "terminal-key"];

    /// <summary>What a terminal can be, for people.</summary>
    public static readonly string[] Profiles = ["kiosk", "drink", "gate"];

    /// <summary>So many wrong tries with its name, and a PIN is void.</summary>
    public const int MostWrongTries = 5;

    /// <summary>So many wrong tries at the site within an hour; then nobody's PIN is tried.</summary>
    public const int MostWrongTriesAnHour = 20;

    /// <summary>Requests that may create a terminal within a day: all of them are in one document.</summary>
    public const int MostRequests = 1_000;

    /// <summary>How long a PIN holds.</summary>
    public static readonly TimeSpan PinTerm = TimeSpan.FromHours(1);

    /// <summary>How long a request waits for the operator, and an answer for the terminal.</summary>
    public static readonly TimeSpan RequestTerm = TimeSpan.FromDays(1);

    private static readonly long Hour = (long)TimeSpan.FromHours(1).TotalMilliseconds;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Creates a terminal.</summary>
    /// <param name="terminal">Its name.</param>
    /// <param name="profile">What it will be.</param>
    /// <param name="limits">How far it will go alone.</param>
    /// <param name="pin">Its PIN, which nobody can be told again.</param>
    /// <returns>Why not; null: it is done.</returns>
    public string? Create(TerminalId terminal, string profile, TerminalLimits limits, out string pin)
    {
        var made = pin = EnrolmentPin.Create();
        return AtTheDesk(file => (WhyNotCreated(file, terminal) ?? Note(terminal, profile, by: null)) is { } why
            ? (file, why.What)
            : (With(file, NewTerminal(terminal, profile, limits) with { Pin = PinOf(terminal, made) }), (string?)null));
    }

    /// <summary>Lets a terminal that is enrolled ask for another key. It stays what it is.</summary>
    /// <param name="terminal">Its name.</param>
    /// <param name="pin">As of a new one.</param>
    /// <returns>Why not; null: it is done.</returns>
    public string? CreateForNewKey(TerminalId terminal, out string pin)
    {
        var made = pin = EnrolmentPin.Create();
        return AtTheDesk(file => WhyNoNewKey(file, terminal, by: null, out var known) is { } why
            ? (file, why.What)
            : (With(file, known! with { Pin = PinOf(terminal, made) }), (string?)null));
    }

    /// <summary>As <see cref="CreateForNewKey(TerminalId, out string)"/>, once for a request.</summary>
    public Outcome<CreatedPin> CreateForNewKey(TerminalId terminal, RequestKey key) => Once(terminal, key, file => (
        WhyNoNewKey(file, terminal, key.By, out var known), known!));

    /// <summary>Creates a terminal once for a request, which is told the same PIN as long as it holds.</summary>
    public Outcome<CreatedPin> Create(
        TerminalId terminal, string profile, TerminalLimits limits, RequestKey key) => Once(terminal, key, file => (
        WhyNotCreated(file, terminal) ?? Note(terminal, profile, key.By),
        NewTerminal(terminal, profile, limits)));

    private Outcome<CreatedPin> Once(
        TerminalId terminal, RequestKey key, Func<WaitingFile, (Refusal? Why, WaitingTerminal Made)> make) =>
        AtTheDesk(file =>
    {
        var requests = file.Requests ?? [];
        if (Array.Find(requests, one => one.Key == key.Key) is { } known)
            return (file, known.Fingerprint == key.Fingerprint
                ? Again(file, terminal, key, known)
                : Not(KeyedStore.Reused));
        if (requests.Length >= MostRequests)
            return (file, Not(new Refusal(
                RefusalKind.TooManyKeys,
                $"{MostRequests} terminals were created within a day: come again later")));
        var (why, made) = make(file);
        if (why is not null)
            return (file, Not(why));
        var request = new CreatingRequest(key.Key, key.Fingerprint, Now, Nonce.Create());
        var pin = ledger.PinOf(terminal, key, request.Creation);
        var waiting = made with { Pin = PinOf(terminal, pin) };
        return (
            With(file, waiting) with { Requests = [.. requests, request] },
            new Outcome<CreatedPin>.Done(new CreatedPin(pin, PinTerm)));
    });

    /// <summary>By another request, or at the command line, the name may have got another PIN since.</summary>
    private Outcome<CreatedPin> Again(WaitingFile file, TerminalId terminal, RequestKey key, CreatingRequest request)
    {
        var pin = ledger.PinOf(terminal, key, request.Creation);
        return Find(file, terminal) is { } waiting && HoldsPin(waiting) &&
            waiting.Pin == EnrolmentPin.Derive(ledger.Site, terminal, pin)
                ? new Outcome<CreatedPin>.Done(new CreatedPin(
                    pin, PinTerm - TimeSpan.FromMilliseconds(Now - waiting.CreatedAt)))
                : Not(new Refusal(
                    RefusalKind.PinOver,
                    $"the PIN that this request was answered with is used, void or too old: create {terminal} with a " +
                    "new key if it still waits"));
    }

    private static Outcome<CreatedPin> Not(Refusal why) => new Outcome<CreatedPin>.Refused(why);

    private WaitingTerminal NewTerminal(TerminalId terminal, string profile, TerminalLimits limits) =>
        new(terminal, profile, limits, Now, Pin: null, 0, null, 0, null, 0, null);

    private Digest PinOf(TerminalId terminal, string pin) => EnrolmentPin.Derive(ledger.Site, terminal, pin);

    /// <summary>Before it is done: what the log cannot say does not happen.</summary>
    private Refusal? Note(TerminalId terminal, string profile, string? by, KeyId? replaces = null) =>
        ledger.Note(new LedgerEntry.TerminalCreated(terminal, profile, Now, by, replaces)) is { } flaw
            ? new Refusal(RefusalKind.NotPossible, flaw)
            : null;

    private Refusal? WhyNotCreated(WaitingFile file, TerminalId terminal) =>
        FilesOfOthers.Contains(terminal.ToString(), StringComparer.Ordinal)
            ? new Refusal(
                RefusalKind.NotPossible,
                $"'{terminal}': its certificate would have the name of another file. Choose another.")
        : ledger.KeyOf(terminal) is not null
            ? new Refusal(
                RefusalKind.TerminalKnown,
                $"Terminal {terminal} is enrolled. Choose another name; a lost enrolment file is written again by: " +
                "ledger enroll; another key for it is asked for after: ledger terminal create --new-key")
        : WhyBusy(file, terminal);

    private static Refusal? WhyBusy(WaitingFile file, TerminalId terminal) =>
        Find(file, terminal) is { Key: not null, Decision: null }
            ? new Refusal(
                RefusalKind.TerminalKnown,
                $"Terminal {terminal} has asked and waits. Confirm or refuse it first: ledger terminal list")
            : null;

    private Refusal? WhyNoNewKey(WaitingFile file, TerminalId terminal, string? by, out WaitingTerminal? known)
    {
        known = null;
        if (ledger.KeyOf(terminal) is not { } key || ledger.EnrolledAs(terminal) is not var (profile, limits))
            return new Refusal(
                RefusalKind.NotPossible, $"Terminal {terminal} is not enrolled: create it without a new key.");
        if (ledger.IsRevoked(terminal))
            return new Refusal(
                RefusalKind.NotPossible,
                $"Terminal {terminal} was revoked: give the machine another name, and an empty state folder.");
        if ((WhyBusy(file, terminal) ?? Note(terminal, profile, by, key)) is { } why)
            return why;
        known = NewTerminal(terminal, profile, limits) with { Replaces = key };
        return null;
    }

    /// <summary>All that wait, in the order of their creation.</summary>
    public IReadOnlyList<WaitingTerminal> List() => AtTheDesk(file => (file, file.Terminals));

    /// <summary>A terminal asks, for the first time or again.</summary>
    public AskOutcome Ask(EnrolmentRequest request) => AtTheDesk(file =>
    {
        if (request.Site != ledger.Site || request.Ledger != ledger.KeyId)
            return (file, new AskOutcome.Elsewhere());
        using var key = PublicKey.Read(request.Key).OrThrow();
        var known = Find(file, request.Terminal);
        if (known is not null && known.KeyId == key.KeyId)
            return (file, Standing(known, request));
        if (request.Proof is not { } proof)
            return (file, new AskOutcome.PinNeeded());
        if (file.WrongTries.Length >= MostWrongTriesAnHour)
            return (file, new AskOutcome.TooMany(
                TimeSpan.FromMilliseconds(file.WrongTries[^MostWrongTriesAnHour] + Hour - Now)));
        return Try(file, known, request, key.KeyId, proof);
    });

    /// <summary>The operator confirms a terminal by the words that it shows.</summary>
    /// <param name="terminal">Which.</param>
    /// <param name="words">As the operator has read them there.</param>
    /// <param name="by">The operator.</param>
    /// <returns>Why not; null: it is done, now or before.</returns>
    public Refusal? Confirm(TerminalId terminal, string words, Decider by) => AtTheDesk(file =>
    {
        if (Find(file, terminal) is not { Key: { } jwk } waiting)
            return (file, NobodyAsked(terminal));
        using var key = PublicKey.Read(jwk).OrThrow();
        if (!EnrolmentWords.AreSame(EnrolmentWords.Of(key.KeyId, ledger.KeyId), words))
            return (file, new Refusal(
                waiting.Decision == EnrolmentDecision.Refused ? RefusalKind.NobodyWaits : RefusalKind.WordsWrong,
                $"These are not the words of the request that came here for {terminal}. If they are what the " +
                "terminal shows, somebody stands between it and this ledger, or another terminal has used its PIN: " +
                $"ledger terminal refuse {terminal}"));
        if (waiting.Decision is { } decided)
            return (file, decided == EnrolmentDecision.Confirmed ? null : NobodyAsked(terminal));
        // First: what cannot be certified is not in the books either.
        var certificate = ledger.Certify(terminal, key);
        if ((waiting.Replaces is { } replaces
            ? ledger.GrantKey(terminal, jwk, replaces, Now, by)
            : ledger.Enrol(terminal, jwk, waiting.Limits, Now, by)) is { } why)
            return (file, new Refusal(RefusalKind.NotPossible, why));
        return (With(file, waiting with
        {
            Decision = EnrolmentDecision.Confirmed, DecidedAt = Now, Certificate = certificate,
        }), (Refusal?)null);
    });

    /// <summary>
    /// The operator lets a terminal not in, whether it has asked or not; or takes the key back that it was granted and
    /// has not used.
    /// </summary>
    /// <param name="terminal">Which.</param>
    /// <param name="by">The operator.</param>
    /// <returns>Why not; null: it is done.</returns>
    public Refusal? Refuse(TerminalId terminal, Decider by) => AtTheDesk(file => Find(file, terminal) switch
    {
        var waiting when ledger.GrantedKeyOf(terminal) is { } granted &&
            waiting is not { Decision: null, Key: null } &&
            (waiting is not { Decision: null } || waiting.KeyId == granted) =>
            ledger.Note(new LedgerEntry.TerminalRefused(terminal, Now, by.By, by.Note, granted)) is { } flaw
                ? (file, new Refusal(RefusalKind.NotPossible, flaw))
                : (waiting is null || waiting.KeyId != granted ? file : Refused(file, waiting), null),
        null => (file, NobodyAsked(terminal)),
        { Decision: EnrolmentDecision.Confirmed } => (file, new Refusal(
            RefusalKind.NotPossible, $"Terminal {terminal} is confirmed, and in the books already.")),
        { Key: not null } half when ledger.KeyOf(terminal) == half.KeyId => (file, new Refusal(
            RefusalKind.NotPossible,
            $"Terminal {terminal} is in the books already: its confirmation broke off. Confirm it again.")),
        { Decision: EnrolmentDecision.Refused } => (file, null),
        _ when ledger.Note(new LedgerEntry.TerminalRefused(terminal, Now, by.By, by.Note)) is { } flaw =>
            (file, new Refusal(RefusalKind.NotPossible, flaw)),
        var waiting => (Refused(file, waiting), (Refusal?)null),
    });

    private WaitingFile Refused(WaitingFile file, WaitingTerminal waiting) => With(file, waiting with
    {
        Decision = EnrolmentDecision.Refused, DecidedAt = Now, Pin = null,
    });

    /// <summary>Its PIN would still be taken.</summary>
    public bool HoldsPin(WaitingTerminal waiting) =>
        waiting.Pin is not null &&
        waiting.WrongTries < MostWrongTries &&
        Now >= waiting.CreatedAt &&
        Now - waiting.CreatedAt < PinTerm.TotalMilliseconds;

    private (WaitingFile, AskOutcome) Try(
        WaitingFile file, WaitingTerminal? known, EnrolmentRequest request, KeyId key, Digest proof)
    {
        // Of no PIN too: how long it takes must not tell which names there are.
        var expected = EnrolmentPin.Prove(known?.Pin ?? default, key, ledger.KeyId, request.Nonce);
        if (!AreSame(expected, proof) || known?.Pin is null)
        {
            var after = file with { WrongTries = [.. file.WrongTries, Now] };
            return (
                known is null ? after : With(after, known with { WrongTries = known.WrongTries + 1 }),
                new AskOutcome.PinWrong());
        }
        return HoldsPin(known) && request.Replaces != known.Replaces ? (file, new AskOutcome.AnotherKey(known.Replaces))
            : HoldsPin(known)
            ? (With(file, known with { Pin = null, Key = request.Key, AskedAt = Now }), new AskOutcome.Waits())
            : (file, new AskOutcome.PinOver());
    }

    private AskOutcome Standing(WaitingTerminal known, EnrolmentRequest request) => known.Decision switch
    {
        null => new AskOutcome.Waits(),
        EnrolmentDecision.Refused => new AskOutcome.Refused(),
        // An answer is given for a day, and has the site's key in it.
        _ when ledger.IsRevoked(known.Terminal) => new AskOutcome.Refused(),
        _ => ledger.Answer(known.Terminal, known.KeyId!.Value, known.Certificate!, request.Nonce) is { } answer
            ? new AskOutcome.Confirmed(answer, known.Key!)
            : new AskOutcome.Refused(),
    };

    private T AtTheDesk<T>(Func<WaitingFile, (WaitingFile After, T Answer)> step) =>
        book.Change(file => step(Swept(file)));

    /// <summary>
    /// Without what is over. A clock that was ahead must not bar everybody until it is there again: what it noted
    /// counts as of now.
    /// </summary>
    private WaitingFile Swept(WaitingFile file)
    {
        var swept = new WaitingFile(
            [.. file.Terminals.Where(one => Now - one.ChangedAt < RequestTerm.TotalMilliseconds)],
            [.. file.WrongTries.Select(one => Math.Min(one, Now)).Where(one => Now - one < Hour)],
            file.Requests is { } requests
                ? [.. requests.Where(one => Now - one.AtMilliseconds < RequestBook.Kept.TotalMilliseconds)]
                : null);
        return swept.Terminals.Length == file.Terminals.Length &&
            swept.Requests?.Length == file.Requests?.Length &&
            swept.WrongTries.SequenceEqual(file.WrongTries)
            ? file
            : swept;
    }

    private static WaitingTerminal? Find(WaitingFile file, TerminalId terminal) =>
        Array.Find(file.Terminals, one => one.Terminal == terminal);

    private static WaitingFile With(WaitingFile file, WaitingTerminal changed) => file with
    {
        Terminals = [.. file.Terminals.Where(one => one.Terminal != changed.Terminal), changed],
    };

    private static Refusal NobodyAsked(TerminalId terminal) => new(
        RefusalKind.NobodyWaits, $"No terminal {terminal} waits for that. See: ledger terminal list");

    private static bool AreSame(Digest one, Digest other)
    {
        Span<byte> left = stackalloc byte[Digest.Length];
        Span<byte> right = stackalloc byte[Digest.Length];
        one.CopyTo(left);
        other.CopyTo(right);
        return CryptographicOperations.FixedTimeEquals(left, right);
    }
}

/// <summary>The PIN of a terminal that a request has created.</summary>
/// <param name="Pin">Itself.</param>
/// <param name="Left">How long it holds.</param>
internal sealed record CreatedPin(string Pin, TimeSpan Left);
