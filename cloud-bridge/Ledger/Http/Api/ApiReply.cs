using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Ledger;

/// <summary>What the API answers.</summary>
internal abstract record ApiReply
{
    private ApiReply()
    {
    }

    /// <summary>It is done, or was: with the route's status.</summary>
    /// <param name="Json">What is said of it; empty: nothing.</param>
    public sealed record Good(ReadOnlyMemory<byte> Json) : ApiReply;

    /// <summary>The answer is as long as it is: written piece by piece, of the route's type.</summary>
    public sealed record Streamed(Func<Stream, CancellationToken, Task> WriteAsync) : ApiReply;

    /// <summary>It is not done.</summary>
    /// <param name="Problem">Why, for programs.</param>
    /// <param name="Detail">What was expected, and what to do.</param>
    /// <param name="After">When to come again; null: nobody knows when that would help.</param>
    public sealed record Bad(ApiProblem Problem, string Detail, TimeSpan? After = null) : ApiReply;

    /// <summary>Says this.</summary>
    public static ApiReply Of<T>(T answer, JsonTypeInfo<T> json) =>
        new Good(JsonSerializer.SerializeToUtf8Bytes(answer, json));

    /// <summary>An act was refused.</summary>
    public static ApiReply Of(Refusal why) => new Bad(
        ApiProblem.Of(why.Kind), $"{char.ToUpperInvariant(why.What[0])}{why.What[1..].TrimEnd('.')}.", why.After);

    /// <summary>Says what came of an act.</summary>
    public static ApiReply Of<T>(Outcome<T> outcome, JsonTypeInfo<T> json) => outcome switch
    {
        Outcome<T>.Done { Answer: var answer } => Of(answer, json),
        Outcome<T>.Again { Json: var said } => new Good(System.Text.Encoding.UTF8.GetBytes(said)),
        _ => Of(outcome.Why!),
    };
}
