namespace EdgeTerminal.Store;

/// <summary>A state folder cannot be used; the message says why and what to do.</summary>
public sealed class StateException : Exception
{
    /// <param name="message">For the operator.</param>
    /// <param name="inner">The error below, kept.</param>
    public StateException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>Says of a failing file system which folder it was about.</summary>
    internal static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"Cannot use '{path}': {error.Message}", error);
        }
    }
}
