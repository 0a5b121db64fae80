namespace EdgeTerminal.Host;

/// <summary>What the doctor found, a line each.</summary>
internal sealed class DoctorReport
{
    private const int Column = 16;

    private readonly TextWriter output = Console.Out;

    /// <summary>How many things are wrong.</summary>
    public int Problems { get; private set; }

    /// <summary>Something is as it should be, or is only to be known.</summary>
    public void Say(string what, string found) => output.WriteLine($"  {what.PadRight(Column)} {found}");

    /// <summary>Something is wrong.</summary>
    public void Complain(string what, string found, string remedy)
    {
        Problems++;
        output.WriteLine($"! {what.PadRight(Column)} {found}");
        output.WriteLine($"  {new string(' ', Column)} do: {remedy}");
    }
}
