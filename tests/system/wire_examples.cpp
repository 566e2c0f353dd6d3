#include "tests/system/wire_examples.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace parley::test {
namespace {

QString shown(const QJsonValue &value)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).mid(1).chopped(1));
}

} // namespace

QList<WireExample> wireExamples(const QByteArray &document)
{
    QList<WireExample> examples;
    bool inside = false;
    int number = 0;
    for (const QByteArray &line : document.split('\n')) {
        ++number;
        if (line == "```http" || line == "```socket") {
            inside = true;
            examples.append(
                {line == "```http" ? WireExample::Kind::Http : WireExample::Kind::Socket,
                 number,
                 {}});
        } else if (line.startsWith("```")) {
            inside = false;
        } else if (inside) {
            examples.last().lines.append({line.startsWith("> "), line.mid(2)});
        }
    }
    return examples;
}

QString ExampleNames::difference(const QJsonValue &expected, const QJsonValue &actual,
                                 const QString &where)
{
    if (actual.isUndefined())
        return where + u" is missing"_s;
    if (expected == QJsonValue(u"*"_s))
        return {};
    if (const QString name = expected.toString(); name.startsWith(u'$')) {
        if (!m_values.contains(name))
            m_values.insert(name, actual);
        if (m_values[name] != actual)
            return where + u" is "_s + shown(actual) + u", not "_s + shown(m_values[name]);
        return {};
    }
    if (expected.isObject() && actual.isObject())
        return objectDifference(expected.toObject(), actual.toObject(), where);
    if (expected.isArray() && actual.isArray())
        return arrayDifference(expected.toArray(), actual.toArray(), where);
    if (expected != actual)
        return where + u" is "_s + shown(actual) + u", not "_s + shown(expected);
    return {};
}

QString ExampleNames::objectDifference(const QJsonObject &expected, const QJsonObject &actual,
                                       const QString &where)
{
    for (auto member = expected.begin(); member != expected.end(); ++member) {
        const QString found
            = difference(member.value(), actual.value(member.key()), where + u'.' + member.key());
        if (!found.isEmpty())
            return found;
    }
    return {};
}

QString ExampleNames::arrayDifference(const QJsonArray &expected, const QJsonArray &actual,
                                      const QString &where)
{
    if (expected.size() != actual.size())
        return u"%1 has %2 elements, not %3: %4"_s.arg(where)
            .arg(actual.size())
            .arg(expected.size())
            .arg(shown(actual));
    for (qsizetype i = 0; i < expected.size(); ++i) {
        const QString found = difference(expected[i], actual[i], u"%1[%2]"_s.arg(where).arg(i));
        if (!found.isEmpty())
            return found;
    }
    return {};
}

QJsonValue ExampleNames::filled(const QJsonValue &value) const
{
    if (value.isString())
        return m_values.value(value.toString(), value);
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member)
        member.value() = filled(QJsonValue(member.value()));
    return object;
}

QByteArray ExampleNames::filled(QByteArray text) const
{
    for (auto name = m_values.begin(); name != m_values.end(); ++name)
        text.replace(name.key().toUtf8(), name.value().toVariant().toString().toUtf8());
    return text;
}

} // namespace parley::test
