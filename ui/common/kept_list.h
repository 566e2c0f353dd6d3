#pragma once

#include <QList>
#include <QString>

class QJsonArray;
class QJsonObject;

namespace parley::ui {

// What somebody keeps under names, as one JSON array in the window's settings. How many there may
// be and what is in them is up to the owner of the list. Thread: GUI.
class KeptList final
{
public:
    //! \param file INI; "" keeps nothing. \param key of the list in it.
    KeptList(const QString &file, const QString &key);

    //! Those that have a "name", in the order of the file, which anybody may have written in.
    QList<QJsonObject> read() const;
    void write(const QJsonArray &entries) const; // in place of those before

private:
    QString m_file;
    QString m_key;
};

} // namespace parley::ui
