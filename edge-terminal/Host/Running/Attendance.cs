namespace EdgeTerminal.Host;

/// <summary>Who works beside the loop, and is missed when he is gone.</summary>
internal static class Attendance
{
    /// <summary>Waits until the loop has ended, or a program that is wrong ended something else.</summary>
    /// <param name="serving">The loop.</param>
    /// <param name="relaying">Goes on for ever.</param>
    /// <param name="others">May end when they have done what they were for.</param>
    /// <returns>True: stop whole rather than sell half.</returns>
    public static async Task<bool> IsBrokenAsync(Task serving, Task relaying, params IEnumerable<Task> others)
    {
        var all = new List<Task> { serving, relaying };
        all.AddRange(others);
        while (true)
        {
            var ended = await Task.WhenAny(all);
            if (ended == serving)
                return false;
            if (ended == relaying || ended.IsFaulted)
                return true;
            all.Remove(ended);
        }
    }
}
