namespace CloudBridge.Metrics;

/// <summary>An answer over HTTP.</summary>
/// <param name="Status">Number and words.</param>
/// <param name="ContentType">Of the text.</param>
/// <param name="Text">Its body.</param>
public sealed record WatchAnswer(string Status, string ContentType, string Text);
