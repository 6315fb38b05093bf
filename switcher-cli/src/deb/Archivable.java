import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Makes the classes of jars archivable: the JVM puts none of a version before 50 (Java 6) into an archive of classes.
 * They get version 50, and the stack maps that its verifier goes by; what they do stays the same.
 *
 * <p>Run as a source file, with ASM and all the jars on the class path: {@code Archivable.java JAR...} rewrites those
 * that need it.
 */
final class Archivable {

  private static final int FIRST_ARCHIVED = Opcodes.V1_6;

  private Archivable() {}

  public static void main(String[] jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String jar : jars) {
      urls.add(Path.of(jar).toUri().toURL());
    }
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new))) {
      for (String jar : jars) {
        rewrite(Path.of(jar), loader);
      }
    }
  }

  private static void rewrite(Path jar, ClassLoader loader) throws IOException {
    Path rewritten = Path.of(jar + ".rewritten");
    boolean changed = false;
    try (ZipFile old = new ZipFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(rewritten))) {
      for (Enumeration<? extends ZipEntry> entries = old.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        byte[] bytes;
        try (InputStream from = old.getInputStream(entry)) {
          bytes = from.readAllBytes();
        }
        if (isOld(entry.getName(), bytes)) {
          bytes = renewed(bytes, loader);
          changed = true;
        }
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copy);
        to.write(bytes);
      }
    }
    if (changed) {
      Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(rewritten);
    }
  }

  /** The major version stands in bytes 6 and 7 (JVMS 4.1). */
  private static boolean isOld(String name, byte[] bytes) {
    return name.endsWith(".class") && (bytes[6] << 8 | bytes[7] & 0xff) < FIRST_ARCHIVED;
  }

  private static byte[] renewed(byte[] old, ClassLoader loader) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return loader;
          }
        };
    new ClassReader(old)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visit(
                  int version, int access, String name, String signature, String parent, String[] types) {
                super.visit(FIRST_ARCHIVED, access, name, signature, parent, types);
              }
            },
            ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }
}
