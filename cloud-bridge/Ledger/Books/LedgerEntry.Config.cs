using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <content>What is said to terminals of prices, staff, limits and card keys.</content>
public abstract partial record LedgerEntry
{
    /// <summary>Somebody said anew what holds at terminals.</summary>
    /// <param name="Number">Above all before.</param>
    /// <param name="Scope">For whom: <see cref="ConfigScope"/>.</param>
    /// <param name="Config">Parts, each in the place of what was said for the same terminals before.</param>
    /// <param name="Act">Signed: <see cref="TreasurerAct"/>.</param>
    /// <param name="Withdrawn">Names of parts that are said for them no more.</param>
    /// <param name="Request">That asked for it; null: a command did.</param>
    public sealed record ConfigSaid(
        long Number,
        string Scope,
        TerminalConfig Config,
        string Act,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ValueList<string> Withdrawn = default,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null)
        : LedgerEntry, IKeyedEntry
    {
        /// <summary>A hash stands for what is said: an act has its bounds.</summary>
        internal string Decision() =>
            $"configuration {Number} of {Scope}: {Digest.Of(Config.ToJson())}" +
            (Withdrawn.Count == 0 ? "" : $", without {string.Join(", ", Withdrawn)}");

        /// <summary>Which parts it is about, for people.</summary>
        internal string Parts() => string.Join(
            ", ", ConfigPart.SaidIn(Config).Concat(Withdrawn.Select(part => $"-{part}")));
    }
}
