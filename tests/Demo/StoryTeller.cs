using HardwareDrivers.Display;
using Tests.Support;

namespace Tests.Demo;

/// <summary>Tells the story on a terminal, with the display as large as the terminal is wide.</summary>
internal sealed class StoryTeller(TextWriter output, int columns)
{
    private const int Indent = 4;
    private const int Border = 2;

    /// <summary>A sentence of the story.</summary>
    public void Say(string text) => output.WriteLine($"\n  {text}\n");

    /// <summary>Something that happened.</summary>
    public void Note(string text) => output.WriteLine($"  > {text}");

    /// <summary>Something that happened, and what the display showed.</summary>
    public void Show(string text, Sight.Frame display)
    {
        Note(text);
        var picture = display.Picture;
        var hasRoom = columns >= Indent + picture.Width + Border;
        foreach (var line in hasRoom ? FrameText.Lines(picture) : FrameText.BrailleLines(picture))
            output.WriteLine(new string(' ', Indent) + line);
        output.WriteLine($"{new string(' ', Indent)}it reads: {string.Join(" | ", display.Reading.Lines)}");
    }
}
