namespace CloudBridge.Contract;

/// <summary>What one of the staff gave, or drew: a row of what a cap of a day is held against.</summary>
/// <param name="Position">The record that says so.</param>
/// <param name="Staff">Who; null: whoever it was, it counts for each.</param>
/// <param name="Day">When; 0: the time was not trusted.</param>
/// <param name="Amount">How much.</param>
public sealed record StaffShare(RecordPosition Position, CardToken? Staff, long Day, long Amount);
