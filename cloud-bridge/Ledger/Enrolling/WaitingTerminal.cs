using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A terminal that an operator has created, until the books have it and it has heard so.</summary>
/// <param name="Terminal">Its name.</param>
/// <param name="Profile">What it will be, for people.</param>
/// <param name="Limits">How far it will go alone.</param>
/// <param name="CreatedAt">Milliseconds since 1970-01-01T00:00:00Z, as all times here.</param>
/// <param name="Pin">What its PIN is known by (<see cref="EnrolmentPin.Derive"/>); null once it was used.</param>
/// <param name="WrongTries">With its name and another PIN.</param>
/// <param name="Key">The key that asked with the PIN; null before.</param>
/// <param name="AskedAt">When it did.</param>
/// <param name="Decision">Of the operator; null before.</param>
/// <param name="DecidedAt">When he did.</param>
/// <param name="Certificate">Of a confirmed one, in PEM.</param>
/// <param name="Replaces">The key that it has, in whose place it is to ask for another; null: it is a new one.</param>
internal sealed record WaitingTerminal(
    TerminalId Terminal,
    string Profile,
    TerminalLimits Limits,
    long CreatedAt,
    Digest? Pin,
    int WrongTries,
    JsonWebKey? Key,
    long AskedAt,
    EnrolmentDecision? Decision,
    long DecidedAt,
    string? Certificate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyId? Replaces = null)
{
    /// <summary>The name of <see cref="Key"/>.</summary>
    [JsonIgnore]
    public KeyId? KeyId
    {
        get
        {
            if (Key is null)
                return null;
            using var key = PublicKey.Read(Key).OrThrow();
            return key.KeyId;
        }
    }

    /// <summary>The last thing that happened.</summary>
    [JsonIgnore]
    public long ChangedAt => Math.Max(CreatedAt, Math.Max(AskedAt, DecidedAt));
}
