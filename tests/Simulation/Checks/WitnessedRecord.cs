using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>A record that was seen to be durable.</summary>
/// <param name="Record">What it says.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="File">In which file of the journal.</param>
/// <param name="Offset">Where its line begins.</param>
/// <param name="Length">Bytes of its line.</param>
internal sealed record WitnessedRecord(JournalRecord Record, Digest Hash, string File, int Offset, int Length);
