using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>What a card is, what it can prove, what it has proved, and what is wrong with it.</summary>
/// <param name="Card">UID, ATQA, SAK.</param>
/// <param name="Type">Product.</param>
/// <param name="Strongest">The strongest class that the product can reach: uid, counter or aes.</param>
/// <param name="Proof">With the populations that were given.</param>
/// <param name="Original">Whether the maker's signature is good; null: none is known or could be checked.</param>
/// <param name="Troubles">Each with what to do.</param>
public sealed record CardReport(
    CardIdentity Card, CardType Type, string Strongest, CardProof Proof, bool? Original,
    ImmutableArray<string> Troubles);
