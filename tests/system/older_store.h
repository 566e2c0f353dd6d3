#pragma once

#include <QByteArray>
#include <QString>

namespace parley::test {

// A data directory as an older parleyd left it: written with SQL of then, not by today's code. It
// has a durable topic "log" with messages of "ana", and a token that may do everything there.
class OlderStore final
{
public:
    static constexpr int kNewestAdministration = 4;
    static constexpr int kNewestMessages = 2; // rows of one message each
    static constexpr qint64 kPage = 3;
    static constexpr qint64 kMessages = 3; // sequences 1 to this
    static constexpr const char *kSecret = "prl_live_of_an_older_version";

    static QByteArray text(qint64 sequence) { return "then " + QByteArray::number(sequence); }

    //! \p directory exists and is empty. The two files have versions of their own.
    [[nodiscard]] static bool make(const QString &directory, int administration, int messages);
    //! As a parleyd of that version would have it. \param inLog it ended without writing the log
    //! into the file.
    [[nodiscard]] static bool setVersion(const QString &path, int version, bool inLog);
};

} // namespace parley::test
