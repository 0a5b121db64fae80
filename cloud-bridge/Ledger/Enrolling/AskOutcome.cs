using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a terminal that asks to be enrolled is told.</summary>
internal abstract record AskOutcome
{
    private AskOutcome()
    {
    }

    /// <summary>The operator has not confirmed it yet.</summary>
    public sealed record Waits : AskOutcome;

    /// <summary>The operator has confirmed it.</summary>
    /// <param name="Answer">For its key alone.</param>
    /// <param name="Key">Its key.</param>
    public sealed record Confirmed(EnrolmentAnswer Answer, JsonWebKey Key) : AskOutcome;

    /// <summary>The operator has refused it.</summary>
    public sealed record Refused : AskOutcome;

    /// <summary>It heard another ledger's key than ours, or is of another site.</summary>
    public sealed record Elsewhere : AskOutcome;

    /// <summary>No request of its key stands, and it gave no proof of a PIN.</summary>
    public sealed record PinNeeded : AskOutcome;

    /// <summary>No such name, or another PIN: which of the two is nobody's business.</summary>
    public sealed record PinWrong : AskOutcome;

    /// <summary>It was the PIN of this name, and it holds no more.</summary>
    public sealed record PinOver : AskOutcome;

    /// <summary>It was the PIN, and it asks for another key in the place of another one than it was created for.
    /// </summary>
    /// <param name="Expected">The key that it should replace; null: none.</param>
    public sealed record AnotherKey(KeyId? Expected) : AskOutcome;

    /// <summary>Nobody's PIN is tried now.</summary>
    /// <param name="Again">When it is.</param>
    public sealed record TooMany(TimeSpan Again) : AskOutcome;
}
