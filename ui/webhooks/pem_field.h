#pragma once

#include <optional>

#include <QWidget>

class QLabel;
class QPushButton;

namespace parley::ui {

// Certificates or a key in PEM form, out of a file. What they are is told in a line; a key is never
// shown. Thread: GUI.
class PemField final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PemField)

public:
    enum class Kind { Certificates, Key };

    PemField(Kind kind, const QString &name, QWidget *parent);

    void setText(const QString &pem);
    QString text() const { return m_text; }
    //! Of a key: the broker has one, or not.
    void setKept(bool kept);
    //! Of a key: what to send; empty bytes take the kept one away. nullopt: nothing was chosen.
    std::optional<QByteArray> typed() const { return m_typed; }
    void load(const QString &path); // what the button asks for

Q_SIGNALS:
    void changed();

private:
    void choose();
    void clear();
    void showWhatItIs(const QString &problem = {});

    Kind m_kind;
    QLabel *m_about = nullptr;
    QPushButton *m_choose = nullptr;
    QPushButton *m_clear = nullptr;
    QString m_text{};
    bool m_kept = false;
    std::optional<QByteArray> m_typed{};
};

//! What the first certificate of \p pem is for and until when, and how many follow; "" when there
//! is none.
QString certificatesText(const QByteArray &pem);

} // namespace parley::ui
