using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>How a terminal stands to the site.</summary>
[JsonConverter(typeof(TerminalStandingConverter))]
internal enum TerminalStanding
{
    /// <summary>Its PIN holds, and it has not asked yet.</summary>
    Created,

    /// <summary>It has asked, and waits to be confirmed or refused.</summary>
    Asks,

    /// <summary>It was not let in.</summary>
    Refused,

    /// <summary>Its PIN holds no more.</summary>
    Over,

    /// <summary>It is in the books.</summary>
    Enrolled,

    /// <summary>It was, and its name is used up.</summary>
    Revoked,
}

internal sealed class TerminalStandingConverter : EnumNameConverter<TerminalStanding>;

/// <summary>A terminal as the API shows it.</summary>
/// <param name="Terminal">Its name.</param>
/// <param name="State">How it stands to the site.</param>
/// <param name="Profile">What it will be, for people; null: it is in the books.</param>
/// <param name="Words">Of the key that asks: to be held against what the terminal shows.</param>
/// <param name="Epoch">That it was granted last.</param>
/// <param name="LastRecord">The last of its records that is booked, as epoch/sequence; null: none is.</param>
/// <param name="HeardAtMilliseconds">When a line of it came last; null: none did.</param>
/// <param name="Waiting">Records that wait for others.</param>
/// <param name="Missing">Records that a treasurer does not wait for any more, and that have not come since.</param>
/// <param name="GrantedEpoch">The epoch that another key begins which it was granted and has not used; null: there is
/// none.</param>
internal sealed record TerminalView(
    TerminalId Terminal,
    TerminalStanding State,
    string? Profile,
    string? Words,
    long? Epoch,
    string? LastRecord,
    long? HeardAtMilliseconds,
    int Waiting,
    int Missing,
    long? GrantedEpoch = null)
{
    /// <summary>Of one that is in the books.</summary>
    public static TerminalView Of(TerminalBook book)
    {
        var last = book.Chains.LastOrDefault(chain => chain.Sequence > 0);
        return new TerminalView(
            book.Terminal,
            book.IsRevoked ? TerminalStanding.Revoked : TerminalStanding.Enrolled,
            null,
            null,
            book.Epoch,
            last is null ? null : new RecordPosition(last.Epoch, last.Sequence).ToString(),
            book.HeardAtMilliseconds,
            book.Waiting,
            book.Chains.Sum(chain => chain.Missing),
            book.Keys.Granted?.Epoch);
    }

    /// <summary>Of one that waits.</summary>
    public static TerminalView Of(WaitingTerminal waiting, EnrolmentDesk desk, KeyId ledger) => new(
        waiting.Terminal,
        waiting switch
        {
            { Decision: EnrolmentDecision.Refused } => TerminalStanding.Refused,
            { Key: not null } => TerminalStanding.Asks,
            _ when desk.HoldsPin(waiting) => TerminalStanding.Created,
            _ => TerminalStanding.Over,
        },
        waiting.Profile,
        waiting is { Decision: null, KeyId: { } key } ? EnrolmentWords.Of(key, ledger) : null,
        null,
        null,
        null,
        0,
        0);
}

/// <summary>Terminals, by their names.</summary>
/// <param name="Items">They.</param>
/// <param name="Next">To be asked for as <c>after</c>; null: there are no more.</param>
internal sealed record TerminalPage(ValueList<TerminalView> Items, TerminalId? Next);

/// <summary>A terminal that is to be created.</summary>
/// <param name="Terminal">Its name.</param>
/// <param name="Profile">What it will be, for people: kiosk, drink or gate.</param>
/// <param name="Limits">How far it goes alone, as in an enrolment; left out: the usual ones.</param>
/// <param name="NewKey">It is enrolled, and is to ask for another key: it stays what it is otherwise, and
/// <c>limits</c> are left out.</param>
internal sealed record NewTerminalBody(
    TerminalId Terminal, string Profile = "kiosk", TerminalLimits? Limits = null, bool NewKey = false);

/// <summary>A terminal that was created.</summary>
/// <param name="Terminal">Its name.</param>
/// <param name="Pin">With which it asks to be enrolled, once.</param>
/// <param name="ForMinutes">How long the PIN still holds.</param>
/// <param name="Server">What it dials; null: nobody has said so yet.</param>
internal sealed record NewTerminal(TerminalId Terminal, string Pin, int ForMinutes, string? Server);

/// <summary>The words that a terminal shows.</summary>
internal sealed record ConfirmBody(string Words);

/// <summary>What a terminal is to do, once.</summary>
/// <param name="Command">What: <see cref="CommandKind"/>.</param>
/// <param name="Note">Why: it is signed and stays in the books.</param>
/// <param name="Card">The card that it is about: for blockCard alone.</param>
/// <param name="ExpiresSeconds">Not to be done later than this from now on.</param>
internal sealed record CommandBody(string Command, string Note, CardToken? Card = null, int? ExpiresSeconds = null);

/// <summary>What a terminal was ordered to do, the last first.</summary>
internal sealed record CommandList(ValueList<GivenCommand> Items);
