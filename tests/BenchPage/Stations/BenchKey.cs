namespace Tests.BenchPage;

/// <summary>A key in front of a station.</summary>
/// <param name="Name">What the terminal calls it.</param>
/// <param name="Meaning">What it is for, which the page says in its own language; null: its label says it.</param>
/// <param name="Label">What stands on it.</param>
public sealed record BenchKey(string Name, KeyMeaning? Meaning, string Label)
{
    /// <summary>A key that is named by what it stands for: an article, a digit, a tap.</summary>
    public static BenchKey Named(string name, string label) => new(name, null, label);

    /// <summary>A key with a meaning of its own.</summary>
    public static BenchKey Of(string name, KeyMeaning meaning) => new(name, meaning, "");
}

/// <summary>What keys are for.</summary>
public enum KeyMeaning
{
    /// <summary>Yes.</summary>
    Ok,

    /// <summary>A step back.</summary>
    Clear,

    /// <summary>The knob, forwards.</summary>
    Next,

    /// <summary>The knob, backwards.</summary>
    Previous,

    /// <summary>Ends a pour.</summary>
    Stop,

    /// <summary>There is a new keg.</summary>
    NewKeg,

    /// <summary>Measures glasses, and accepts each.</summary>
    Calibrate,

    /// <summary>Lets the next guest pour.</summary>
    Approve,

    /// <summary>There was more in the glass.</summary>
    More,

    /// <summary>There was less.</summary>
    Less,

    /// <summary>A person more goes in.</summary>
    OnePersonMore,

    /// <summary>The next card counts as outside.</summary>
    CountOutside,
}
