#pragma once

#include <optional>

#include <QByteArray>

namespace parley::js {

// Lines from standard input and to standard output, one JSON object each. Waits. Thread: main.
class LineChannel final
{
public:
    //! The next line without its end; nullopt when the broker has closed the pipe, or when a line
    //! is longer than script_limits::kLineBytes.
    std::optional<QByteArray> read();
    bool write(const QByteArray &line); // false: nobody reads any more

private:
    QByteArray m_buffer;
    qsizetype m_searched = 0; // so far there is no line end
};

} // namespace parley::js
