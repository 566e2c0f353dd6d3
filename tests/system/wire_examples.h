#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonValue>
#include <QList>
#include <QString>

namespace parley::test {

// One fenced block of server/protocol/README.md that says what a client sends and what it gets.
struct WireExample {
    enum class Kind { Http, Socket };
    struct Line {
        bool fromClient = false;
        QByteArray text{};
    };

    Kind kind = Kind::Http;
    int line = 0; // of the document, 1-based, for the name of the test's row
    QList<Line> lines{};
};

QList<WireExample> wireExamples(const QByteArray &document);

// What "$name" stands for, as the document says in "How to read the examples".
class ExampleNames final
{
public:
    void set(const QString &name, const QJsonValue &value) { m_values.insert(name, value); }

    //! Compares an answer with the example: "*" is any value, "$name" any value the first time and
    //! the same one from then on; members that the example leaves out may be there.
    //! \return what differs and where, "" when nothing does.
    QString difference(const QJsonValue &expected, const QJsonValue &actual,
                       const QString &where = QStringLiteral("answer"));

    QJsonValue filled(const QJsonValue &value) const; // with known names replaced
    QByteArray filled(QByteArray text) const;

private:
    QString objectDifference(const QJsonObject &expected, const QJsonObject &actual,
                             const QString &where);
    QString arrayDifference(const QJsonArray &expected, const QJsonArray &actual,
                            const QString &where);

    QHash<QString, QJsonValue> m_values; // key with its "$"
};

} // namespace parley::test
